import { CborReader } from '@touchmark/codec';
import { decodeVersioned } from '@touchmark/state/proof';
import type { StateView } from '@touchmark/state';
import { writeCbor } from '../../kernel/write-cbor.ts';
import { CONSENSUS_KEY } from './keys.ts';

/** What the members decide of how blocks are decided. */
export interface ConsensusLimits {
  /** Of a block, as CometBFT counts them. */
  readonly maxBytes: number;
  /** Misbehavior is proven while it is no older than both. */
  readonly evidenceBlocks: number;
  readonly evidenceMs: number;
}

/** `[max block bytes, evidence age in blocks, evidence age in ms]`. */
export function encodeConsensus(limits: ConsensusLimits): Uint8Array {
  const { maxBytes, evidenceBlocks, evidenceMs } = limits;
  return writeCbor((writer) =>
    writer.array(3).uint(maxBytes).uint(evidenceBlocks).uint(evidenceMs),
  );
}

/** Undefined: nobody has decided about it, so what the genesis file says holds. */
export function readConsensus(state: StateView): ConsensusLimits | undefined {
  const bytes = state.get(CONSENSUS_KEY);
  if (bytes === undefined) return undefined;
  const reader = new CborReader(decodeVersioned(bytes).body);
  reader.array();
  const limits = {
    maxBytes: reader.uint(),
    evidenceBlocks: reader.uint(),
    evidenceMs: reader.uint(),
  };
  reader.end();
  return limits;
}
