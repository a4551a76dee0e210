import { chunksOf, type Receipt, type RegistrationChunk } from '@touchmark/sdk';
import type { BatchItem } from './item.ts';
import { type BatchTerms, submitChunk } from './submit-chunk.ts';

/** A transaction that the ledger refused: none of its identifiers is registered by it. */
export interface RefusedChunk {
  readonly receipt: Receipt;
  readonly firstLine: number;
  readonly lastLine: number;
  readonly identifiers: number;
}

export interface BatchResult {
  /** Registered by this run. */
  registered: number;
  /** Registered by an earlier run of the same batch. */
  before: number;
  transactions: number;
  readonly refused: RefusedChunk[];
  /** False when it was interrupted, or stopped at a refusal. */
  complete: boolean;
}

export interface BatchControl {
  readonly entriesPerTransaction: number;
  /** Go on behind a refused transaction. */
  readonly keepGoing: boolean;
  readonly stop: AbortSignal;
  readonly onProgress: (result: BatchResult) => void;
}

function refusedChunk(
  receipt: Receipt,
  chunk: RegistrationChunk,
  lines: ReadonlyMap<string, number>,
): RefusedChunk {
  const own = chunk.entries.map(({ suffix }) => lines.get(`${chunk.prefix}/${suffix}`) ?? 0);
  return {
    receipt,
    firstLine: Math.min(...own),
    lastLine: Math.max(...own),
    identifiers: chunk.entries.length,
  };
}

/** Registers all items, transaction by transaction, in the order of the file. */
export async function runBatch(
  items: readonly BatchItem[],
  terms: BatchTerms,
  control: BatchControl,
): Promise<BatchResult> {
  const lines = new Map(items.map(({ identifier, line }) => [identifier, line]));
  const result: BatchResult = {
    registered: 0,
    before: 0,
    transactions: 0,
    refused: [],
    complete: false,
  };
  for await (const chunk of chunksOf(items, control.entriesPerTransaction)) {
    if (control.stop.aborted) return result;
    const { receipt, before } = await submitChunk(chunk, terms);
    if (!before) result.transactions += 1;
    if (receipt.status === 'refused') {
      result.refused.push(refusedChunk(receipt, chunk, lines));
      if (!control.keepGoing) return result;
    } else if (before) result.before += chunk.entries.length;
    else result.registered += chunk.entries.length;
    control.onProgress(result);
  }
  result.complete = true;
  return result;
}
