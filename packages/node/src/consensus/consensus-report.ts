import { setTimeout as pause } from 'node:timers/promises';
import { decodeSignedHeader, decodeValidators, encodeHex, equalBytes } from '@touchmark/codec';
import type { ConsensusSource, Engine } from '@touchmark/engine';
import { readValidators } from '@touchmark/ledger';
import { type RoundState, readPeers, readRoundState, readSync, type Step } from './round-state.ts';

export interface ReportedValidator {
  /** Upper-case hexadecimal. */
  readonly address: string;
  /** Whose it is, by the state; undefined: the state names it no more, or not yet. */
  readonly organization: string | undefined;
  readonly power: number;
  /** True: the node that says this. */
  readonly isOwn: boolean;
  /** In the round that goes on. */
  readonly prevoted: boolean;
  readonly precommitted: boolean;
  /** Signed the newest block that is here. */
  readonly signedNewest: boolean;
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
}

/** A height that takes longer than this does not come by itself: several rounds have passed. */
export const STANDS_AFTER_MS = 5_000;

/** What looks like standing still may be a moment of a round that began late: seen again, it is not. */
const LOOK_AGAIN_MS = 1_000;

export async function reportConsensus(
  engine: Engine,
  clock: () => number,
): Promise<ConsensusReport> {
  const { consensus } = engine;
  if (consensus === undefined) return reportAlone(engine);
  const first = await look(engine, consensus, clock());
  if (first.state !== 'standing') return first;
  await pause(LOOK_AGAIN_MS);
  const again = await look(engine, consensus, clock());
  return again.height > first.height && again.state === 'standing'
    ? { ...again, state: 'deciding' }
    : again;
}

async function look(
  engine: Engine,
  consensus: ConsensusSource,
  nowMs: number,
): Promise<ConsensusReport> {
  const asked = await Promise.all(
    ['consensus_state', 'net_info', 'status'].map((method) => ask(consensus, method)),
  );
  const [state, peers, status] = asked;
  const { isCatchingUp, address } = readSync(status);
  return describe(engine, readRoundState(state), {
    isCatchingUp,
    own: address,
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
  readonly peers: readonly string[];
  readonly nowMs: number;
}

function describe(engine: Engine, round: RoundState | undefined, seen: Seen): ConsensusReport {
  const head = engine.chain.latest();
  const validators = validatorsOf(engine, round, seen.own);
  const sum = (which: (validator: ReportedValidator) => boolean): number =>
    validators.filter(which).reduce((total, { power }) => total + power, 0);
  const total = sum(() => true);
  return {
    engine: engine.consensus === undefined ? 'embedded' : 'cometbft',
    state: stateOf(round, seen),
    height: round?.height ?? head.height + 2,
    round: round?.round ?? 0,
    step: round?.step ?? 'resting',
    sinceMs: round?.sinceMs ?? head.timeMs,
    proposer: round?.proposer,
    peers: seen.peers,
    validators,
    power: {
      total,
      prevoted: sum(({ prevoted }) => prevoted),
      precommitted: sum(({ precommitted }) => precommitted),
      needed: Math.floor((total * 2) / 3) + 1,
    },
    newest: { height: head.height + 1, timeMs: head.timeMs },
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

function validatorsOf(
  engine: Engine,
  round: RoundState | undefined,
  own: string | undefined,
): ReportedValidator[] {
  return engine.chain.read((view, head) => {
    const named = readValidators(view);
    const { commit } = decodeSignedHeader(head.signedHeader);
    return decodeValidators(head.validators).map(({ address, publicKey, power }, place) => {
      const name = encodeHex(address).toUpperCase();
      return {
        address: name,
        organization: named.find((other) => equalBytes(other.publicKey, publicKey))?.organization,
        power: Number(power),
        isOwn: own === undefined ? engine.consensus === undefined : own === name,
        prevoted: round?.prevotes[place] ?? false,
        precommitted: round?.precommits[place] ?? false,
        signedNewest: commit.signatures[place]?.flag === 2,
      };
    });
  });
}

/** One process decides by itself. */
function reportAlone(engine: Engine): ConsensusReport {
  const seen = { isCatchingUp: false, own: undefined, peers: [], nowMs: 0 };
  return { ...describe(engine, undefined, seen), state: 'resting' };
}
