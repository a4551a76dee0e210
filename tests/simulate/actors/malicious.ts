import { prefixOf } from '../model/naming.ts';
import { halves } from '../model/state.ts';
import { proposalOf } from './governed.ts';
import type { Draft, GivenAction, World } from './world.ts';

/** Members that want what they must not have. Each of these should come to nothing. */

/** Somebody else signs what an honest member would. */
function inAnothersPlace(world: World, draft: Draft): Draft | undefined {
  const id = world.dice.some(world.organizations());
  return id === undefined
    ? undefined
    : signedBy(
        world,
        world.keysWhere((row) => row.organization === id),
        draft,
      );
}

/** A key that is revoked, over, not begun, of one suspended or left, or for other things. */
function withWrongKey(world: World, draft: Draft): Draft | undefined {
  const { state, timeMs } = world;
  const wrong = world.keysWhere((row) => {
    const standing = state.organizations.get(row.organization)?.status;
    const isOver = row.notAfterMs !== 0 && row.notAfterMs <= timeMs;
    return (
      row.status !== 0 ||
      standing !== 0 ||
      isOver ||
      row.scopes.length > 0 ||
      row.notBeforeMs > timeMs
    );
  });
  return signedBy(world, wrong, draft);
}

function signedBy(world: World, keys: readonly string[], draft: Draft): Draft | undefined {
  const key = world.dice.some(keys);
  if (key === undefined) return undefined;
  const others = draft.signers.slice(1).filter((name) => name !== key);
  return { ...draft, signers: [key, ...others] };
}

/** Rights for oneself, by proposal: shields lowered, voters removed, contradictions. */
function coup(world: World): Draft | undefined {
  const { dice } = world;
  const [author, victim] = dice.sample(world.active(), 2);
  if (author === undefined || victim === undefined) return undefined;
  const rule = {
    action: '*',
    threshold: 'any',
    electorate: [`organization:${author}`],
    quorum: '0/1',
    votingMs: 60_000,
    delayMs: 0,
    veto: [],
  };
  const seize: GivenAction = {
    type: 'governance.set-constitution',
    params: { committees: [], rules: [rule] },
  };
  const silence: GivenAction = {
    type: dice.pick(['organizations.suspend', 'organizations.suspend-urgently']),
    params: { id: victim, reason: 'in the way' },
  };
  const urgent = { ...silence, params: { ...silence.params, hours: 72 } };
  const silenced = silence.type === 'organizations.suspend' ? silence : urgent;
  const expel = { type: 'organizations.leave', params: { id: victim, reason: 'out' } };
  const crown = {
    type: 'organizations.set-roles',
    params: { id: author, roles: ['administrator'] },
  };
  const actions = dice.sample([seize, silenced, expel, crown, crown], dice.between(1, 3));
  return dice.chance(50)
    ? world.draft([author], proposalOf(world, actions))
    : world.draft([author], ...actions);
}

/** A second vote, or one after the end. */
function voteAgain(world: World): Draft | undefined {
  const { dice, state } = world;
  const name = dice.some(state.votes.names());
  if (name === undefined) return undefined;
  const [number, organization] = halves(name);
  const choice = dice.pick(['yes', 'no', 'veto']);
  const params = { proposal: Number(number), choice, reason: '' };
  return world.draft([organization], { type: 'governance.vote', params });
}

/** An administrator that would appoint whoever appointed it, or itself. */
function closeTheCircle(world: World): Draft | undefined {
  const { dice, state } = world;
  const name = dice.some(state.administrations.names());
  if (name === undefined) return undefined;
  const [prefix, author] = halves(name);
  const { grantor } = state.administrations.get(name)!;
  const administrator = dice.pick([grantor, author, state.prefixes.get(prefix)!.holder]);
  const params = { prefix, administrator, mayDelegate: 'yes', untilMs: 0 };
  return world.draft([author], { type: 'naming.delegate-administration', params });
}

/** An alias to a record that leads back. */
function closeTheLoop(world: World): Draft | undefined {
  const { dice, state } = world;
  const aliases = state.records
    .names()
    .filter((name) => state.records.get(name)!.values.some(([, type]) => type === 'HS_ALIAS'));
  const from = dice.some(aliases);
  const target = state.records.get(from ?? '')?.values.find(([, type]) => type === 'HS_ALIAS')?.[2];
  const row = typeof target === 'string' ? state.records.get(target) : undefined;
  if (from === undefined || typeof target !== 'string' || row === undefined) return undefined;
  const params = {
    identifier: target,
    expectedVersion: state.records.stamp(target).version,
    values: [[6, 'HS_ALIAS', dice.pick([from, target]), 60, 14]],
  };
  return world.draft([row.holder], { type: 'naming.update', params });
}

/** A limited key that would make itself an unlimited one. */
function breakOut(world: World): Draft | undefined {
  const { dice } = world;
  const limited = world.keysWhere((row) => row.status === 0 && row.scopes.length > 0);
  const name = dice.some(limited);
  if (name === undefined) return undefined;
  const id = world.state.keys.get(name)!.organization;
  const key = world.proven(world.makeKey('ed25519'), id);
  const other = dice.some(world.keysWhere((row) => row.organization === id && row.status === 0));
  const action = dice.pick<GivenAction>([
    {
      type: 'organizations.add-key',
      params: { id, ...key, label: '', scopes: [], notBeforeMs: 0, notAfterMs: 0 },
    },
    {
      type: 'organizations.rotate-key',
      params: { id, ...key, keyId: Buffer.from(other ?? name, 'hex'), overlapMs: 0 },
    },
    { type: 'organizations.set-recovery', params: { id, threshold: 1, keys: [key] } },
    { type: 'organizations.recover', params: { id, keys: [key], reason: 'mine now' } },
  ]);
  return { signers: [name], actions: [action] };
}

/** A key that somebody else has, or with a proof made for another. */
function stealKey(world: World): Draft | undefined {
  const { dice } = world;
  const [author, other] = dice.sample(world.active(), 2);
  const key = dice.some(world.keysWhere((row) => row.organization === other));
  if (author === undefined || other === undefined || key === undefined) return undefined;
  const given = dice.chance(50)
    ? world.proven(key, author)
    : world.proven(world.makeKey('ed25519'), other);
  const params = { id: author, ...given, label: '', scopes: [], notBeforeMs: 0, notAfterMs: 0 };
  return world.draft([author], { type: 'organizations.add-key', params });
}

/** A name under somebody else's prefix. */
function squat(world: World): Draft | undefined {
  const { dice, state } = world;
  const author = dice.some(world.active());
  const victim = dice.some(state.records.names());
  if (author === undefined || victim === undefined) return undefined;
  const prefix = prefixOf(victim);
  const entries = [[dice.chance(50) ? `x-${world.next()}` : victim.slice(prefix.length + 1), []]];
  return world.draft([author], { type: 'naming.register', params: { prefix, entries } });
}

export function malicious(world: World, draft: Draft): Draft | undefined {
  const tricks: readonly (readonly [number, () => Draft | undefined])[] = [
    [6, () => inAnothersPlace(world, draft)],
    [6, () => withWrongKey(world, draft)],
    [3, () => coup(world)],
    [3, () => voteAgain(world)],
    [2, () => closeTheCircle(world)],
    [2, () => closeTheLoop(world)],
    [3, () => breakOut(world)],
    [2, () => stealKey(world)],
    [2, () => squat(world)],
  ];
  return world.dice.weighted(tricks)();
}
