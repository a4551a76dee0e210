import type { ConsensusParams, Genesis } from '@touchmark/codec';
import { activationsOf, readConsensus } from '@touchmark/ledger';
import type { StateView } from '@touchmark/state';

const NS_PER_MS = 1_000_000n;

/**
 * The parameters that the block at this height goes by, over the state before it: those of the genesis file, with what
 * the members have decided. The version of the application grows by one with each version of a module that rules.
 */
export function consensusParamsAt(
  { consensusParams: founded }: Genesis,
  state: StateView,
  height: number,
): ConsensusParams {
  const app = founded.version.app + BigInt(activationsOf(state, height));
  const decided = readConsensus(state);
  if (decided === undefined) return { ...founded, version: { app } };
  const maxBytes = BigInt(decided.maxBytes);
  return {
    ...founded,
    version: { app },
    block: { ...founded.block, maxBytes },
    evidence: {
      maxAgeBlocks: BigInt(decided.evidenceBlocks),
      maxAgeNs: BigInt(decided.evidenceMs) * NS_PER_MS,
      // More than a block may hold, CometBFT would refuse.
      maxBytes: founded.evidence.maxBytes < maxBytes ? founded.evidence.maxBytes : maxBytes,
    },
  };
}

/** Those groups that are not as before, each whole; undefined: all are. */
export function changedParams(
  before: ConsensusParams,
  after: ConsensusParams,
): Partial<ConsensusParams> | undefined {
  const isBlock = before.block.maxBytes !== after.block.maxBytes;
  const isEvidence =
    before.evidence.maxAgeBlocks !== after.evidence.maxAgeBlocks ||
    before.evidence.maxAgeNs !== after.evidence.maxAgeNs ||
    before.evidence.maxBytes !== after.evidence.maxBytes;
  const isVersion = before.version.app !== after.version.app;
  if (!isBlock && !isEvidence && !isVersion) return undefined;
  return {
    ...(isBlock ? { block: after.block } : {}),
    ...(isEvidence ? { evidence: after.evidence } : {}),
    ...(isVersion ? { version: after.version } : {}),
  };
}
