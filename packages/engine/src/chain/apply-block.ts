import { bundledResultsHash } from '@touchmark/codec';
import type { BlockInput, Ledger, SignatureVerifier } from '@touchmark/ledger';
import type { StateUpdate, Write } from '@touchmark/state';
import { type ExecutedTransaction, putExecutedBlock } from './chain-writer.ts';

export interface AppliedBlock {
  /** State root after the block. */
  readonly root: Uint8Array;
  /** What the next header says of the block's results. */
  readonly resultsHash: Uint8Array;
  readonly transactions: readonly ExecutedTransaction[];
  readonly events: number;
  /** What it changed in the map. */
  readonly writes: readonly Write[];
}

/**
 * Executes a decided block and writes what it did: the one way from a block to its state, whether
 * it is new, replayed
 * or imported. `bundles` says how many of its transactions belong to each of CometBFT's.
 */
export function applyBlock(
  ledger: Ledger,
  update: StateUpdate,
  input: BlockInput,
  root: Uint8Array,
  verify: SignatureVerifier,
  bundles: readonly number[],
): AppliedBlock {
  const { transactions, height } = input;
  const outcome = ledger.executeBlock(input, update, verify);
  const { writes, results } = outcome;
  const after = writes.length > 0 ? update.write(writes) : root;
  const executed = transactions.map(({ id }, index) => {
    const result = outcome.results[index];
    if (result === undefined) throw new RangeError(`transaction ${index} has no result`);
    return { id, ...result };
  });
  const events = putExecutedBlock(update, height, executed, outcome);
  const hash = bundledResultsHash(results, bundles);
  return { root: after, resultsHash: hash, transactions: executed, events, writes };
}
