import type { CborInput } from '@touchmark/codec';
import { upward, wayOf } from '../model/authority.ts';
import { bytesOf } from '../model/bytes.ts';
import { prefixOf } from '../model/naming.ts';
import { actsAs, isActive } from '../model/membership.ts';
import { halves } from '../model/state.ts';
import { isRestricted, valueDigest } from '../model/values.ts';
import { governed } from './governed.ts';
import type { Draft, World } from './world.ts';

/** What holders, administrators and parties do about names. */

type Idea = (world: World) => Draft | undefined;

const DAY_MS = 86_400_000;
const TYPES = ['URL', 'T', 'note', 'BATCH'];
const GRADES = ['top-operator', 'secondary-operator', 'enterprise-operator'];

const operators = (world: World, depth: number): string[] =>
  world
    .active()
    .filter((id) =>
      GRADES.slice(0, Math.min(3, depth)).some((role) => actsAs(world.state, id, role)),
    );

const anyPrefix = ({ dice, state }: World): string | undefined => dice.some(state.prefixes.names());

/** One of many records, without listing them all. */
function anyRecord(world: World, status = 0): string | undefined {
  const { dice, state } = world;
  const names = state.records.names();
  for (let tries = 0; tries < 20; tries += 1) {
    const name = dice.some(names);
    if (name !== undefined && state.records.get(name)?.status === status) return name;
  }
  return undefined;
}

/** Who may act under a prefix in the name of its holder: the holder, or an administrator. */
function actorAt(world: World, prefix: string, holder: string, toDelegate = false): string {
  const { state, dice } = world;
  const around = upward(prefix);
  const administrators = state.administrations
    .names()
    .map((name) => halves(name))
    .filter(([at]) => around.includes(at))
    .map(([, id]) => id)
    .filter((organization) => {
      const right = { prefix, holder, organization, toDelegate, isDecision: false };
      return wayOf(state, right) !== undefined;
    });
  return (dice.chance(40) ? dice.some(administrators) : undefined) ?? holder;
}

const delegate: Idea = (world) => {
  const { dice, state } = world;
  const parent = dice.chance(15) ? undefined : anyPrefix(world);
  const label = String(1 + dice.below(parent === undefined ? 40 : 9));
  const prefix = parent === undefined ? label : `${parent}.${label}`;
  const depth = prefix.split('.').length;
  const holder = dice.some(operators(world, depth));
  if (holder === undefined || depth > 6) return undefined;
  const action = { type: 'naming.delegate', params: { prefix, holder } };
  if (parent === undefined) return governed(world, action);
  const above = state.prefixes.get(parent)!.holder;
  return world.draft([actorAt(world, parent, above, true)], action);
};

function values(world: World, identifier: string): CborInput[] {
  const { dice } = world;
  const indexes = dice.sample([1, 2, 3, 4, 5], dice.below(4)).toSorted((a, b) => a - b);
  const list = indexes.map((index) => {
    const permissions = dice.pick([14, 14, 14, 14, 15, 15, 12, 10, 13]);
    const isOpen = (permissions & 2) !== 0;
    const data = isOpen ? `${identifier} ${world.next()}` : secret(world);
    return [index, dice.pick(TYPES), data, 3_600, permissions];
  });
  if (!dice.chance(8)) return list;
  const target = anyRecord(world);
  return target === undefined ? list : [...list, [6, 'HS_ALIAS', target, 60, 14]];
}

function secret(world: World): Uint8Array {
  const salt = Buffer.alloc(16);
  salt.writeUInt32BE(world.next());
  return Buffer.concat([salt, Buffer.from('secret')]);
}

const SUFFIXES = ['lot', 'lot', 'sn', 'a/b', '0', 'b', 'b', 'c', 'SN'];

const register: Idea = (world) => {
  const { dice, state } = world;
  const prefix = anyPrefix(world);
  if (prefix === undefined) return undefined;
  const count = dice.weighted([
    [8, 1],
    [3, dice.between(2, 5)],
    [1, dice.between(20, 60)],
  ]);
  const entries = Array.from({ length: count }, () => {
    const suffix = `${dice.pick(SUFFIXES)}-${world.next()}`;
    return [suffix, values(world, `${prefix}/${suffix}`)];
  });
  const author = actorAt(world, prefix, state.prefixes.get(prefix)!.holder);
  return world.draft([author], { type: 'naming.register', params: { prefix, entries } });
};

/** What an author does to a record at the version that the state has. */
const onRecord =
  (
    verb: string,
    more: (world: World, identifier: string) => { [field: string]: CborInput } | undefined,
    status = 0,
  ): Idea =>
  (world) => {
    const { state } = world;
    const identifier = anyRecord(world, status);
    const params = identifier === undefined ? undefined : more(world, identifier);
    if (identifier === undefined || params === undefined) return undefined;
    const { holder } = state.records.get(identifier)!;
    const expectedVersion = state.records.stamp(identifier).version;
    const author = actorAt(world, prefixOf(identifier), holder);
    return world.draft([author], {
      type: `naming.${verb}`,
      params: { identifier, expectedVersion, ...params },
    });
  };

/** Most of the values as they are, one or two others. */
function changedValues(world: World, identifier: string): CborInput[] {
  const { dice, state } = world;
  const before = state.records.get(identifier)!.values;
  const after = before
    .filter(() => dice.chance(85))
    .map((value): CborInput => {
      if (dice.chance(50)) return [...value];
      const [index, type, , ttl, permissions] = value;
      const data = isRestricted(value) ? secret(world) : `new ${world.next()}`;
      return [index, type, data, ttl, permissions];
    });
  if (!dice.chance(40) && before.length > 0) return after;
  const last = before.at(-1)?.[0] ?? 0;
  return last > 20 ? after : [...after, [last + 1, dice.pick(TYPES), 'more', 60, 14]];
}

const publicUpdate: Idea = (world) => {
  const { dice, state } = world;
  const identifier = anyRecord(world);
  const author = dice.some(world.active());
  if (identifier === undefined || author === undefined) return undefined;
  const list = state.records.get(identifier)!.values.map((value): CborInput => {
    const [index, type, , ttl, permissions] = value;
    const isOpen = (permissions & 1) === 1 && !isRestricted(value);
    return isOpen ? [index, type, `public ${world.next()}`, ttl, permissions] : [...value];
  });
  const expectedVersion = state.records.stamp(identifier).version;
  const params = { identifier, expectedVersion, values: list };
  return world.draft([author], { type: 'naming.update', params });
};

const transfer: Idea = (world) => {
  const { dice, state } = world;
  const identifier = anyRecord(world);
  const to = dice.some(world.active());
  if (identifier === undefined || to === undefined) return undefined;
  const { holder } = state.records.get(identifier)!;
  const expectedVersion = state.records.stamp(identifier).version;
  const params = { identifier, expectedVersion, to };
  return world.draft([holder, to], { type: 'naming.transfer', params });
};

const transferPrefix: Idea = (world) => {
  const { dice, state } = world;
  const prefix = anyPrefix(world);
  const to = prefix && dice.some(operators(world, prefix.split('.').length));
  if (prefix === undefined || to === undefined) return undefined;
  const { holder } = state.prefixes.get(prefix)!;
  const params = { prefix, expectedVersion: state.prefixes.stamp(prefix).version, to };
  return world.draft([holder, to], { type: 'naming.transfer-prefix', params });
};

/** Who is gone signs no transfer; a few try it with one that is there. */
const reassign: Idea = (world) => {
  const { dice, state } = world;
  const orphans = state.prefixes
    .names()
    .filter((name) => !isActive(state, state.prefixes.get(name)!.holder));
  const prefix = dice.chance(90) ? dice.some(orphans) : anyPrefix(world);
  const to = prefix && dice.some(operators(world, prefix.split('.').length));
  if (prefix === undefined || to === undefined) return undefined;
  const expectedVersion = state.prefixes.stamp(prefix).version;
  const params = { prefix, expectedVersion, to, reason: 'its holder is gone' };
  return governed(world, { type: 'naming.reassign-prefix', params });
};

/** The same for a record. */
const reassignRecord: Idea = (world) => {
  const { dice, state } = world;
  const orphans = state.records
    .names()
    .filter((name) => !isActive(state, state.records.get(name)!.holder));
  const identifier = dice.chance(90) ? dice.some(orphans) : anyRecord(world);
  const to = dice.some(world.active());
  if (identifier === undefined || to === undefined) return undefined;
  const params = { identifier, to, reason: 'its holder is gone' };
  return governed(world, { type: 'naming.reassign', params });
};

const appoint: Idea = (world) => {
  const { dice, state, timeMs } = world;
  const prefix = anyPrefix(world);
  const administrator = dice.some(world.active());
  if (prefix === undefined || administrator === undefined) return undefined;
  const author = actorAt(world, prefix, state.prefixes.get(prefix)!.holder, true);
  const untilMs = dice.chance(30) ? timeMs + 1_000 + dice.below(3 * DAY_MS) : 0;
  const mayDelegate = dice.chance(60) ? 'yes' : 'no';
  const params = { prefix, administrator, mayDelegate, untilMs };
  return world.draft([author], { type: 'naming.delegate-administration', params });
};

const dismiss: Idea = (world) => {
  const { dice, state } = world;
  const name = dice.some(state.administrations.names());
  if (name === undefined) return undefined;
  const [prefix, administrator] = halves(name);
  const { grantor } = state.administrations.get(name)!;
  const holder = state.prefixes.get(prefix)?.holder ?? grantor;
  const author = dice.pick([administrator, grantor, holder]);
  const params = { prefix, administrator, reason: 'project over' };
  return world.draft([author], { type: 'naming.revoke-administration', params });
};

const setRules: Idea = (world) => {
  const { dice, state } = world;
  const prefix = anyPrefix(world);
  if (prefix === undefined) return undefined;
  const { holder } = state.prefixes.get(prefix)!;
  const expectedVersion = state.prefixes.stamp(prefix).version;
  const seen = { prefix, expectedVersion };
  if (dice.chance(60)) {
    const afterMs = dice.pick([0, 1, 60_000, DAY_MS]);
    const params = { ...seen, afterMs };
    return world.draft([holder], { type: 'naming.set-reregistration', params });
  }
  const types = dice.sample(TYPES, 3);
  const isNone = dice.chance(50);
  const params = {
    ...seen,
    required: isNone ? [] : types.slice(0, dice.below(2)),
    optional: isNone ? [] : types.slice(1),
    others: isNone || dice.chance(60) ? 'yes' : 'no',
  };
  return world.draft([holder], { type: 'naming.set-template', params });
};

const request = onRecord('request-signatures', (world) => {
  const { dice, timeMs } = world;
  const parties = dice.sample(world.active(), dice.between(1, 4));
  return {
    value: [dice.pick([1, 4, 8]), dice.pick(TYPES), `to sign ${world.next()}`, 60, 14],
    parties,
    required: dice.between(1, Math.max(1, parties.length)),
    withdrawal: dice.pick(['never', 'before', 'always']),
    untilMs: dice.chance(20) ? timeMs + 1_000 + dice.below(DAY_MS) : 0,
  };
});

/** A request for signatures that is not closed. */
function liveRequest({ dice, state }: World): string | undefined {
  const names = state.requests.names();
  return dice.some(names.filter((name) => state.requests.get(name)?.status !== 2));
}

const sign: Idea = (world) => {
  const { dice, state } = world;
  const name = liveRequest(world);
  if (name === undefined) return undefined;
  const [identifier, index] = halves(name);
  const { parties, value } = state.requests.get(name)!;
  const params = { identifier, index: Number(index), digest: bytesOf(valueDigest(value)) };
  const signers = dice.sample(parties, dice.chance(20) ? 2 : 1);
  return world.draft(signers, { type: 'naming.sign-value', params });
};

const unsign: Idea = (world) => {
  const { dice, state } = world;
  const name = liveRequest(world);
  if (name === undefined) return undefined;
  const [identifier, index] = halves(name);
  const { signed } = state.requests.get(name)!;
  const isWithdrawal = dice.chance(50);
  const { holder } = state.records.get(identifier)!;
  const author = isWithdrawal
    ? dice.some(signed)?.[0]
    : actorAt(world, prefixOf(identifier), holder);
  if (author === undefined) return undefined;
  const type = isWithdrawal ? 'naming.withdraw-signature' : 'naming.close-request';
  const params = { identifier, index: Number(index), reason: 'as agreed' };
  return world.draft([author], { type, params });
};

export const NAME_IDEAS: readonly (readonly [number, Idea])[] = [
  [10, delegate],
  [30, register],
  [25, onRecord('update', (world, identifier) => ({ values: changedValues(world, identifier) }))],
  [4, publicUpdate],
  [6, transfer],
  [4, transferPrefix],
  [3, reassign],
  [3, reassignRecord],
  [7, onRecord('retire', () => ({ reason: 'scrapped' }))],
  [6, onRecord('reregister', (world, identifier) => ({ values: values(world, identifier) }), 1)],
  [8, appoint],
  [5, dismiss],
  [6, setRules],
  [8, request],
  [14, sign],
  [5, unsign],
];
