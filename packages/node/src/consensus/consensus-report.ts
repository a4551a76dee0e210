import { setTimeout as pause } from 'node:timers/promises';
import type { Genesis } from '@touchmark/codec';
import type { ConsensusSource, Engine } from '@touchmark/engine';
import { chainOf, foundingOf, type KnownChain, type KnownValidator } from './known-chain.ts';
import { type RoundState, readPeers, readRoundState, readSync, type Step } from './round-state.ts';

export interface ReportedValidator extends Omit<KnownValidator, 'isAlone'> {
  /** True: the node that says this. */
  readonly isOwn: boolean;
  /** In the round that goes on. */
  readonly prevoted: boolean;
  readonly precommitted: boolean;
}

/**
 * `resting`: nothing to decide; `deciding`: a round goes on; `standing`: it goes on for too long; `catching-up`: this
 * node fetches blocks; `away`: CometBFT does not answer its node.
 */
export const CONSENSUS_STATES = ['resting', 'deciding', 'standing', 'catching-up', 'away'] as const;

/** What decides the blocks, as one node sees it. Proven by nothing. */
export interface ConsensusReport {
  readonly engine: 'embedded' | 'cometbft';
  readonly state: (typeof CONSENSUS_STATES)[number];
  /** The height that is being decided, and how far it is. */
  readonly height: number;
  readonly round: number;
  readonly step: Step;
  /** When that height was begun. */
  readonly sinceMs: number;
  readonly proposer: string | undefined;
  /** Id of this node, by which others are connected with it; undefined: CometBFT does not say. */
  readonly node: string | undefined;
  /** Ids of the nodes that this one is connected with. */
  readonly peers: readonly string[];
  readonly validators: readonly ReportedValidator[];
  readonly power: {
    readonly total: number;
    readonly prevoted: number;
    readonly precommitted: number;
    /** More than two thirds: the least that decides. */
    readonly needed: number;
  };
  /** The newest block that is durable here, and when it was decided. */
  readonly newest: { readonly height: number; readonly timeMs: number };
  /** There while a validator that was restored signs nothing. */
  readonly held?: HeldSigner;
  /** What CometBFT said when it ended; only while it is away. */
  readonly lastWords?: string;
  /** It waits for the state of others instead of their blocks. */
  readonly isStateSync?: boolean;
}

export interface HeldSigner {
  /** It signs nothing up to this block; undefined: not known before its claim is in one. */
  readonly until?: number;
  /** Newest block that somebody else has signed with the key of this validator, or claimed it in. */
  readonly otherSigner?: number;
}

/** A height that takes longer than this does not come by itself: several rounds have passed. */
export const STANDS_AFTER_MS = 5_000;

/** What looks like standing still may be a moment of a round that began late: seen again, it is not. */
const LOOK_AGAIN_MS = 1_000;

/** @param held whether this node's validator was restored and waits. */
export async function reportConsensus(
  engine: Engine,
  clock: () => number,
  held: () => Promise<HeldSigner | undefined>,
): Promise<ConsensusReport> {
  const chain = chainOf(engine);
  const { consensus } = engine;
  if (consensus === undefined) {
    return { ...describe(chain, undefined, NOBODY), engine: 'embedded', state: 'resting' };
  }
  const report = await lookTwice(chain, consensus, clock);
  const waits = await held();
  return { ...report, ...(waits && { held: waits }) };
}

/** The same before there is a state: of the founders that the genesis file names. */
export async function reportFounding(
  genesis: Genesis,
  consensus: ConsensusSource,
  clock: () => number,
): Promise<ConsensusReport> {
  return look(foundingOf(genesis), consensus, clock());
}

async function lookTwice(
  chain: KnownChain,
  consensus: ConsensusSource,
  clock: () => number,
): Promise<ConsensusReport> {
  const first = await look(chain, consensus, clock());
  if (first.state !== 'standing') return first;
  await pause(LOOK_AGAIN_MS);
  const again = await look(chain, consensus, clock());
  return again.height > first.height && again.state === 'standing'
    ? { ...again, state: 'deciding' }
    : again;
}

async function look(
  chain: KnownChain,
  consensus: ConsensusSource,
  nowMs: number,
): Promise<ConsensusReport> {
  const asked = await Promise.all(
    ['consensus_state', 'net_info', 'status'].map((method) => ask(consensus, method)),
  );
  const [state, peers, status] = asked;
  const { isCatchingUp, address, node } = readSync(status);
  return describe(chain, readRoundState(state), {
    isCatchingUp,
    own: address,
    node,
    peers: readPeers(peers),
    nowMs,
  });
}

/** CometBFT may be starting, or away: then that is what there is to say. */
async function ask(consensus: ConsensusSource, method: string): Promise<unknown> {
  try {
    return await consensus.call(method, {});
  } catch {
    return undefined;
  }
}

interface Seen {
  readonly isCatchingUp: boolean;
  readonly own: string | undefined;
  readonly node: string | undefined;
  readonly peers: readonly string[];
  readonly nowMs: number;
}

/** One process decides by itself. */
const NOBODY: Seen = {
  isCatchingUp: false,
  own: undefined,
  node: undefined,
  peers: [],
  nowMs: 0,
};

function describe(chain: KnownChain, round: RoundState | undefined, seen: Seen): ConsensusReport {
  const { newest } = chain;
  const validators = chain.validators.map(({ isAlone, ...validator }, place) => ({
    ...validator,
    isOwn: seen.own === undefined ? isAlone : seen.own === validator.address,
    prevoted: round?.prevotes[place] ?? false,
    precommitted: round?.precommits[place] ?? false,
  }));
  const sum = (which: (validator: ReportedValidator) => boolean): number =>
    validators.filter(which).reduce((total, { power }) => total + power, 0);
  const total = sum(() => true);
  return {
    engine: 'cometbft',
    state: stateOf(round, seen),
    height: round?.height ?? newest.height + 1,
    round: round?.round ?? 0,
    step: round?.step ?? 'resting',
    sinceMs: round?.sinceMs ?? newest.timeMs,
    proposer: round?.proposer,
    node: seen.node,
    peers: seen.peers,
    validators,
    power: {
      total,
      prevoted: sum(({ prevoted }) => prevoted),
      precommitted: sum(({ precommitted }) => precommitted),
      needed: Math.floor((total * 2) / 3) + 1,
    },
    newest,
  };
}

function stateOf(round: RoundState | undefined, seen: Seen): ConsensusReport['state'] {
  if (round === undefined) return 'away';
  if (seen.isCatchingUp) return 'catching-up';
  if (round.step === 'resting' || round.step === 'new-height') return 'resting';
  // A height that rested before it had something to decide began long ago: only rounds tell, or nobody's votes.
  const isLate = seen.nowMs - round.sinceMs > STANDS_AFTER_MS;
  return isLate && (round.round > 1 || isWaiting(round)) ? 'standing' : 'deciding';
}

/** Without two thirds of the votes a round does not end: it stays where it is. */
function isWaiting({ prevotes, precommits }: RoundState): boolean {
  const missing = (votes: readonly boolean[]): boolean =>
    votes.filter((has) => has).length * 3 <= votes.length * 2;
  return missing(prevotes) || missing(precommits);
}
