import { sha256 } from '@touchmark/crypto';
import { bytesOf } from '../model/bytes.ts';
import { applicationHash } from '../model/applications.ts';
import { isCreditCode, isLei } from '../model/documents.ts';
import { halves, ROLES } from '../model/state.ts';
import type { KeyRow } from '../model/rows.ts';
import { governed } from './governed.ts';
import type { Draft, Given, World } from './world.ts';

/** What members do about membership and keys. */

type Idea = (world: World) => Draft | undefined;

const OPERATORS = ['top-operator', 'secondary-operator', 'enterprise-operator'];
const DAY_MS = 86_400_000;

const anyRoles = ({ dice }: World): string[] =>
  dice.chance(60) ? [dice.pick(OPERATORS)] : dice.sample(ROLES, dice.below(4));

const newId = (world: World): string => `org-${world.next()}`;

function newKeys(world: World, organization: string, most: number): Given[] {
  const count = world.dice.between(1, most);
  return Array.from({ length: count }, () => world.proven(world.makeKey(), organization));
}

const CREDIT = '0123456789ABCDEFGHJKLMNPQRTUWXY';

/** Found by trying the last character. */
function creditCode({ dice }: World): string {
  const digits = String(100_000 + dice.below(900_000));
  const tail = Array.from({ length: 9 }, () => CREDIT[dice.below(31)]).join('');
  const start = `91${digits}${tail}`;
  return Array.from(CREDIT, (last) => start + last).find(isCreditCode) ?? '';
}

function lei({ dice }: World): string {
  const start = `5493${Array.from({ length: 14 }, () => CREDIT[dice.below(31)]).join('')}`;
  const ends = Array.from({ length: 100 }, (_, end) => String(end).padStart(2, '0'));
  return ends.map((end) => start + end).find(isLei) ?? '';
}

const codes = (world: World) => ({
  creditCode: world.dice.chance(50) ? creditCode(world) : '',
  lei: world.dice.chance(30) ? lei(world) : '',
});

const digest = (world: World): Uint8Array => sha256(Buffer.from(`digest ${world.next()}`));
const documentName = ({ dice }: World): string => `document-${dice.below(70)}.pdf`;

const apply: Idea = (world) => {
  const { dice, state } = world;
  const known = dice.chance(10) ? dice.some(state.applications.names()) : undefined;
  const id = known ?? newId(world);
  const again = known === undefined ? undefined : state.applications.get(known)?.keyId;
  const first = again !== undefined && dice.chance(70) ? again : world.makeKey();
  const keys = [world.proven(first, id), ...(dice.chance(30) ? newKeys(world, id, 2) : [])];
  const documents = Array.from({ length: dice.below(3) }, () => ({
    name: documentName(world),
    digest: digest(world),
  }));
  const params = { id, name: `The ${id}`, roles: anyRoles(world), keys, ...codes(world) };
  const action = { type: 'organizations.apply', params: { ...params, documents, statement: '' } };
  // A member may vouch for whom it knows.
  const sponsor = dice.chance(25) ? world.keyOf(dice.some(world.active()) ?? '') : undefined;
  return { signers: [sponsor ?? first], actions: [action] };
};

const admitApplicant: Idea = (world) => {
  const id = world.dice.some(world.state.applications.names());
  if (id === undefined) return undefined;
  const hash = bytesOf(applicationHash(world.state.applications.get(id)!));
  const params = { id, application: hash, roles: anyRoles(world) };
  return governed(world, { type: 'organizations.admit-applicant', params });
};

const decline: Idea = (world) => {
  const id = world.dice.some(world.state.applications.names());
  if (id === undefined) return undefined;
  return governed(world, { type: 'organizations.decline', params: { id, reason: 'unknown' } });
};

const admit: Idea = (world) => {
  const id = newId(world);
  const params = { id, name: `The ${id}`, roles: anyRoles(world), keys: newKeys(world, id, 2) };
  return governed(world, { type: 'organizations.admit', params });
};

/** A governed action about an organization that is there. */
const about =
  (
    verb: string,
    of: (world: World) => string[],
    more: (world: World) => Given = () => ({}),
  ): Idea =>
  (world) => {
    const id = world.dice.some(of(world));
    if (id === undefined) return undefined;
    return governed(world, { type: `organizations.${verb}`, params: { id, ...more(world) } });
  };

const withStatus =
  (status: number) =>
  ({ state }: World): string[] =>
    state.organizations.names().filter((id) => state.organizations.get(id)?.status === status);
const reason = () => ({ reason: 'as decided' });

/** An action of an organization about itself. */
const own =
  (verb: string, more: (world: World, id: string) => Given | undefined): Idea =>
  (world) => {
    const id = world.dice.some(world.active());
    const params = id === undefined ? undefined : more(world, id);
    if (id === undefined || params === undefined) return undefined;
    return world.draft([id], { type: `organizations.${verb}`, params: { id, ...params } });
  };

const SCOPES = [
  'naming.*',
  'naming.register',
  'naming.update',
  'governance.*',
  'governance.vote',
  'governance.propose',
  'organizations.*',
  'organizations.add-key',
  'organizations.rotate-key',
  'organizations.attach',
];

const addKey = own('add-key', (world, id) => {
  const { dice, timeMs } = world;
  const isBound = dice.chance(20);
  const notBeforeMs = isBound && dice.chance(50) ? timeMs + dice.below(DAY_MS) : 0;
  return {
    ...world.proven(world.makeKey(), id),
    label: dice.pick(['', 'line 7', '工位']),
    scopes: dice.chance(30) ? dice.sample(SCOPES, dice.between(1, 3)) : [],
    notBeforeMs,
    notAfterMs: isBound ? timeMs + DAY_MS + dice.below(20 * DAY_MS) : 0,
  };
});

const keysOf = (world: World, id: string, holds: (row: KeyRow) => boolean = () => true): string[] =>
  world.keysWhere((row) => row.organization === id && row.status === 0 && holds(row));

const revokeKey = own('revoke-key', (world, id) => {
  const keys = keysOf(world, id);
  const name = keys.length > 1 || world.dice.chance(5) ? world.dice.some(keys) : undefined;
  return name === undefined ? undefined : { keyId: bytesOf(name), reason: 'worn out' };
});

const rotateKey = own('rotate-key', (world, id) => {
  const name = world.dice.some(keysOf(world, id));
  if (name === undefined) return undefined;
  const overlapMs = world.dice.pick([0, 1, 60_000, 3_600_000, DAY_MS]);
  return { keyId: bytesOf(name), ...world.proven(world.makeKey(), id), overlapMs };
});

const setRecovery = own('set-recovery', (world, id) => {
  const keys = world.dice.chance(10) ? [] : newKeys(world, id, 3);
  const threshold = keys.length === 0 ? 0 : world.dice.between(1, keys.length);
  return { threshold, keys };
});

const recover: Idea = (world) => {
  const { dice, state } = world;
  const id = dice.some(state.thresholds.names());
  if (id === undefined) return undefined;
  const keys = world.keysWhere((row) => row.organization === id && row.status === 2);
  const signers = dice.sample(keys, Math.max(1, state.thresholds.get(id) ?? 1));
  const isForKeys = dice.chance(70);
  const params = isForKeys
    ? { id, keys: newKeys(world, id, 2), reason: 'all lost' }
    : { id, threshold: 1, keys: newKeys(world, id, 1) };
  const type = isForKeys ? 'organizations.recover' : 'organizations.set-recovery';
  return signers.length === 0 ? undefined : { signers, actions: [{ type, params }] };
};

/** For one that has lost all its keys: who holds the new ones proves it. */
const recoverByDecision: Idea = (world) => {
  const id = world.dice.some(world.organizations());
  if (id === undefined) return undefined;
  const params = { id, keys: newKeys(world, id, 2), reason: 'all lost' };
  return governed(world, { type: 'organizations.recover', params });
};

const attach = own('attach', (world) => ({ name: documentName(world), digest: digest(world) }));

const detach: Idea = (world) => {
  const name = world.dice.some(world.state.documents.names());
  if (name === undefined) return undefined;
  const [id, document] = halves(name);
  const params = { id, name: document };
  return world.draft([id], { type: 'organizations.detach', params });
};

const leave = own('leave', (world) => (world.dice.chance(30) ? reason() : undefined));

const setQuota: Idea = (world) => {
  const { dice } = world;
  const params = {
    role: dice.pick(ROLES),
    registrations: dice.chance(30) ? 0 : dice.between(5, 200),
    bytes: dice.chance(30) ? 0 : dice.between(5_000, 100_000),
  };
  return governed(world, { type: 'organizations.set-quota', params });
};

export const MEMBER_IDEAS: readonly (readonly [number, Idea])[] = [
  [5, apply],
  [6, admitApplicant],
  [1, decline],
  [4, admit],
  [2, about('suspend', withStatus(0), reason)],
  [3, about('reinstate', withStatus(1), reason)],
  [
    2,
    about('suspend-urgently', withStatus(0), ({ dice }) => ({
      hours: dice.between(1, 72),
      reason: 'a key was stolen',
    })),
  ],
  [4, about('set-roles', withStatus(0), (world) => ({ roles: anyRoles(world) }))],
  [1, about('leave', withStatus(0), reason)],
  [2, about('set-codes', withStatus(0), codes)],
  [1, recoverByDecision],
  [2, setQuota],
  [6, addKey],
  [3, revokeKey],
  [4, rotateKey],
  [2, setRecovery],
  [3, recover],
  [4, attach],
  [2, detach],
  [1, leave],
];
