/** CometBFT's `consensus_state`: the height that is being decided, and whose votes this node has for it. */

/** In the order that a round goes through them. */
export const STEPS = [
  'new-height',
  'resting',
  'propose',
  'prevote',
  'prevote-wait',
  'precommit',
  'precommit-wait',
  'commit',
] as const;

export type Step = (typeof STEPS)[number];

export interface RoundState {
  /** Height that is being decided. */
  readonly height: number;
  readonly round: number;
  readonly step: Step;
  /** When the height was begun, in milliseconds since 1970. */
  readonly sinceMs: number;
  /** Address in upper-case hexadecimal; undefined: not known yet. */
  readonly proposer: string | undefined;
  /** By the place in the set: whether this node has that vote of the round. */
  readonly prevotes: readonly boolean[];
  readonly precommits: readonly boolean[];
}

type Json = Record<string, unknown>;

const isJson = (value: unknown): value is Json => typeof value === 'object' && value !== null;

function votesOf(set: Json | undefined, kind: string): boolean[] {
  const votes: unknown = set?.[kind];
  if (!Array.isArray(votes)) return [];
  return votes.map((vote: unknown) => typeof vote === 'string' && vote.startsWith('Vote{'));
}

/** @returns undefined for what CometBFT would not say. */
export function readRoundState(result: unknown): RoundState | undefined {
  const state = isJson(result) ? result['round_state'] : undefined;
  if (!isJson(state)) return undefined;
  const place = /^(\d+)\/(\d+)\/(\d+)$/.exec(String(state['height/round/step']));
  const sinceMs = Date.parse(String(state['start_time']));
  if (place === null || Number.isNaN(sinceMs)) return undefined;
  const [height, round, number] = place.slice(1).map(Number);
  const step = STEPS[(number ?? 0) - 1];
  if (height === undefined || round === undefined || step === undefined) return undefined;
  const sets: unknown = state['height_vote_set'];
  const set = Array.isArray(sets)
    ? sets.filter(isJson).find((given) => given['round'] === round)
    : undefined;
  const proposer = isJson(state['proposer']) ? state['proposer']['address'] : undefined;
  return {
    height,
    round,
    step,
    sinceMs,
    proposer: typeof proposer === 'string' && proposer !== '' ? proposer : undefined,
    prevotes: votesOf(set, 'prevotes'),
    precommits: votesOf(set, 'precommits'),
  };
}

/** Those that a node is connected with, from `net_info`: their ids. */
export function readPeers(result: unknown): string[] {
  const peers: unknown = isJson(result) ? result['peers'] : undefined;
  if (!Array.isArray(peers)) return [];
  return peers.filter(isJson).flatMap((peer) => {
    const info = peer['node_info'];
    const id = isJson(info) ? info['id'] : undefined;
    return typeof id === 'string' ? [id] : [];
  });
}

interface Sync {
  readonly isCatchingUp: boolean;
  readonly address: string | undefined;
  readonly node: string | undefined;
}

const textOrNone = (value: unknown): string | undefined =>
  typeof value === 'string' && value !== '' ? value : undefined;

/** From `status`: whether old blocks are still being fetched, by which address this node votes, and its id. */
export function readSync(result: unknown): Sync {
  const info = isJson(result) ? result['node_info'] : undefined;
  const sync = isJson(result) ? result['sync_info'] : undefined;
  const validator = isJson(result) ? result['validator_info'] : undefined;
  return {
    isCatchingUp: isJson(sync) && sync['catching_up'] === true,
    address: isJson(validator) ? textOrNone(validator['address']) : undefined,
    node: isJson(info) ? textOrNone(info['id']) : undefined,
  };
}
