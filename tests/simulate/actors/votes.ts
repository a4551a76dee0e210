import { sha256 } from '@touchmark/crypto';
import { hexOf } from '../model/bytes.ts';
import { actsAs } from '../model/membership.ts';
import { ROLES } from '../model/state.ts';
import { idOfKey } from '../model/keys.ts';
import { addressOf } from '../model/validators.ts';
import { isVoter } from '../model/voters.ts';
import { governed } from './governed.ts';
import type { Draft, Given, World } from './world.ts';

/** What voters do, and what only they can change. */

type Idea = (world: World) => Draft | undefined;

const HOUR_MS = 3_600_000;

const vote: Idea = (world) => {
  const { dice, state } = world;
  const number = dice.some(state.openProposals.names());
  if (number === undefined) return undefined;
  const { rules } = state.proposals.get(number)!;
  const isVeto = dice.chance(4);
  const voters = world.active().filter((id) => {
    if (!isVeto && state.votes.has(`${number}\0${id}`)) return false;
    return rules.some(({ rule }) => isVoter(state, isVeto ? rule.veto : rule.electorate, id));
  });
  const author = dice.some(voters);
  if (author === undefined) return undefined;
  const choice = isVeto ? 'veto' : dice.pick(['yes', 'yes', 'yes', 'yes', 'no', 'abstain']);
  const params = { proposal: Number(number), choice, reason: dice.pick(['', 'as agreed']) };
  return world.draft([author], { type: 'governance.vote', params });
};

const withdraw: Idea = (world) => {
  const { dice, state } = world;
  const number = dice.some(state.openProposals.names());
  if (number === undefined || !dice.chance(20)) return undefined;
  const { author } = state.proposals.get(number)!;
  return world.draft([author], {
    type: 'governance.withdraw',
    params: { proposal: Number(number) },
  });
};

const CLASSES = [
  'governance.*',
  'governance.set-constitution',
  'organizations.*',
  'organizations.admit',
  'organizations.suspend-urgently',
  'organizations.recover',
  'naming.delegate',
];

/** Such that somebody can vote: else a history soon stands still. */
function rule(world: World, action: string): Given {
  const { dice } = world;
  const committees = ['committee:council'];
  const electorate = dice.weighted([
    [6, ['role:administrator']],
    [2, ['members']],
    [2, [`role:${dice.pick(ROLES)}`, 'role:administrator']],
    [2, [...committees, 'role:administrator']],
    [1, [`organization:${dice.pick(world.active())}`, 'role:administrator']],
  ]);
  return {
    action,
    threshold: dice.pick(['any', 'any', 'majority', '1/3', '1/2', '2/3', 'all']),
    electorate,
    quorum: dice.pick(['0/1', '0/1', '1/4', '1/2']),
    votingMs: dice.pick([60_000, HOUR_MS, 24 * HOUR_MS]),
    delayMs: dice.pick([0, 0, 0, 1_000, HOUR_MS]),
    veto: dice.chance(20) ? ['role:regulator'] : [],
  };
}

const setConstitution: Idea = (world) => {
  const { dice } = world;
  const members = dice.sample(world.active(), dice.between(1, 5));
  const classes = ['*', ...dice.sample(CLASSES, dice.below(5))];
  const params = {
    committees: [{ name: 'council', organizations: members }],
    rules: classes.map((action) => rule(world, action)),
  };
  return governed(world, { type: 'governance.set-constitution', params });
};

const setValidators: Idea = (world) => {
  const { dice, state } = world;
  const fit = world.active().filter((id) => actsAs(state, id, 'validator'));
  const some = dice.sample(fit, dice.chance(70) ? 6 : dice.between(1, 6));
  if (some.length === 0) return undefined;
  // With two of each, one that is struck leaves enough.
  const each = dice.pick([1, 2]);
  const isEven = dice.chance(70);
  const validators = some.flatMap((organization) =>
    Array.from({ length: each }, () => ({
      organization,
      publicKey: world.publicKeyOf(world.makeKey('ed25519')),
      power: isEven ? 10 : dice.pick([10, 10, 30]),
    })),
  );
  return governed(world, { type: 'governance.set-validators', params: { validators } });
};

const setConsensus: Idea = (world) => {
  const { dice } = world;
  const params = {
    maxBytes: dice.pick([2_097_151, 2_097_152, 4_194_304, 16_777_216, 16_777_217]),
    evidenceBlocks: dice.pick([999, 1_000, 100_000, 1_000_000_000]),
    evidenceMs: dice.pick([3_599_999, 3_600_000, 172_800_000, 31_536_000_000]),
  };
  return governed(world, { type: 'governance.set-consensus', params });
};

/** Mostly whoever has the key and knows what it replaces. */
const claimSigner: Idea = (world) => {
  const { dice, state } = world;
  const own = dice.pick(state.validators.get('') ?? []);
  const key = dice.chance(90) && own ? own.publicKey : world.publicKeyOf(world.makeKey('ed25519'));
  const signer = dice.chance(90) ? idOfKey('ed25519', key) : world.makeKey();
  if (!world.has(signer)) return undefined;
  const before = state.signers.get(hexOf(addressOf(key)))?.mark ?? new Uint8Array(0);
  const mark = sha256(Buffer.from(`mark ${world.next()}`)).slice(0, 16);
  const replaces = dice.chance(80) ? before : dice.pick([new Uint8Array(0), mark]);
  const params = { publicKey: key, mark, replaces };
  return { signers: [signer], actions: [{ type: 'governance.claim-signer', params }] };
};

/** Versions that this software does not have are far ahead. */
const FAR_HEIGHT = 1_000_000_000;

const activate: Idea = (world) => {
  const { dice } = world;
  const module = dice.pick(['naming', 'governance', 'organizations', 'twins']);
  const isActivation = dice.chance(50);
  const params: Given = isActivation
    ? { module, version: 2, height: FAR_HEIGHT + dice.below(1_000) }
    : { module };
  const type = isActivation ? 'governance.activate' : 'governance.cancel-activation';
  return governed(world, { type, params });
};

export const VOTE_IDEAS: readonly (readonly [number, Idea])[] = [
  [60, vote],
  [4, withdraw],
  [3, setConstitution],
  [3, setValidators],
  [2, setConsensus],
  [2, activate],
  [3, claimSigner],
];
