import type { DecodedTransaction } from '@touchmark/codec';
import type { SubmitResult } from '../engine.ts';

/**
 * `taken`: its signatures hold, and it is where blocks are made of: this node's queue, or CometBFT's mempool. `unsure`:
 * it was on its way there, and no answer came back.
 */
export type AdmissionState = 'open' | 'unsure' | 'taken';

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
  admission: AdmissionState;
  /** Who is to be told when it is taken; most come with nobody. */
  toldWhenTaken: (() => void)[] | undefined;
}

/** Without a Buffer around them: this is done several times for each transaction. */
const { latin1Slice } = Buffer.prototype;

/** A transaction id as a key of a Map. */
export function idKey(id: Uint8Array): string {
  return latin1Slice.call(id, 0, id.length);
}

export function pendingTransaction(
  key: string,
  transaction: DecodedTransaction,
  sinceMs: number,
): PendingTransaction {
  const { promise, resolve, reject } = Promise.withResolvers<SubmitResult>();
  return {
    key,
    transaction,
    sinceMs,
    result: promise,
    resolve,
    reject,
    alternatives: [],
    admission: 'open',
    toldWhenTaken: undefined,
  };
}

/** To be called when it is where blocks are made of. */
export function markTaken(pending: PendingTransaction): void {
  pending.admission = 'taken';
  const { toldWhenTaken } = pending;
  pending.toldWhenTaken = undefined;
  for (const tell of toldWhenTaken ?? []) tell();
}

/** Calls back once it is taken; at once, if it is. */
export function whenTaken(pending: PendingTransaction, tell: (() => void) | undefined): void {
  if (tell === undefined) return;
  if (pending.admission === 'taken') tell();
  else (pending.toldWhenTaken ??= []).push(tell);
}
