import type { DecodedTransaction } from '@touchmark/codec';
import type { SubmitResult } from '../engine.ts';

/** A transaction between being taken in and being durable or refused. */
export interface PendingTransaction {
  readonly key: string;
  readonly transaction: DecodedTransaction;
  /** When it was taken in, on the monotonic clock, in milliseconds. */
  readonly sinceMs: number;
  readonly result: Promise<SubmitResult>;
  readonly resolve: (result: SubmitResult) => void;
  readonly reject: (error: Error) => void;
  /** The same transaction with other signatures, which get their turn if this one is refused. */
  readonly alternatives: PendingTransaction[];
}

/** A transaction id as a key of a Map. */
export function idKey(id: Uint8Array): string {
  return Buffer.from(id.buffer, id.byteOffset, id.byteLength).toString('latin1');
}

export function pendingTransaction(
  key: string,
  transaction: DecodedTransaction,
  sinceMs: number,
): PendingTransaction {
  const { promise, resolve, reject } = Promise.withResolvers<SubmitResult>();
  return { key, transaction, sinceMs, result: promise, resolve, reject, alternatives: [] };
}
