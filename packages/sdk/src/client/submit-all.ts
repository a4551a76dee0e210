import {
  CborWriter,
  type DecodedTransaction,
  decodeTransaction,
  encodeHex,
  MAX_BUNDLE_TRANSACTIONS,
} from '@touchmark/codec';
import { ProblemError } from '../http/problem-error.ts';
import { errorOf, jsonBody, problemOf } from '../http/read-response.ts';
import { withRetries } from '../http/retry.ts';
import type { JsonReader } from '../json/json-reader.ts';
import { busyError, isBusyError, SdkError } from '../sdk-error.ts';
import type { Receipt } from './receipt.ts';
import type { Session } from './session.ts';
import { type Delivery, mayBeTaken, settle } from './settle.ts';
import { DEFAULT_RECEIPT_WAIT_MS, NODE_WAIT_MS, type SubmitOptions } from './submit.ts';

/** Below the body that a node takes unless its operator decided otherwise. */
const REQUEST_BYTES = 1_000_000;
/** Heads of the array and of the byte strings. */
const HEAD_BYTES = 9;
/** Proofs that are fetched at the same time. */
const RECEIPTS_AT_ONCE = 8;

/** What became of one transaction of many: what `submit` would have returned or thrown. */
export type SubmitOutcome =
  | { readonly transactionId: string; readonly receipt: Receipt; readonly error?: never }
  | { readonly transactionId: string; readonly receipt?: never; readonly error: Error };

export interface SubmitAllOptions extends SubmitOptions {
  /** Told as soon as it is known what became of one; `place` is its place among those given, from 0. */
  onOutcome?: (outcome: SubmitOutcome, place: number) => void;
}

/** One of them, on its way to the node. */
interface Sent {
  readonly transaction: DecodedTransaction;
  readonly place: number;
  delivery: Delivery | undefined;
  mayBeTaken: boolean;
  /** Why the node had no room for it in the last try. */
  busy: SdkError | undefined;
}

/** Submits many signed transactions, few requests for all. See `Client.submitAll`. */
export async function submitAll(
  session: Session,
  transactions: readonly Uint8Array[],
  options: SubmitAllOptions = {},
): Promise<SubmitOutcome[]> {
  // What is none is told before anything is sent.
  const all = transactions.map((bytes, place): Sent => {
    const transaction = decodeTransaction(bytes);
    return { transaction, place, delivery: undefined, mayBeTaken: false, busy: undefined };
  });
  const outcomes: SubmitOutcome[] = [];
  for (const some of requestsOf(all)) {
    const startedAt = performance.now();
    await deliverAll(session, some, options);
    const left = some.values();
    const work = async (): Promise<void> => {
      for (const one of left) {
        const outcome = await outcomeOf(session, one, startedAt, options);
        outcomes[one.place] = outcome;
        options.onOutcome?.(outcome, one.place);
      }
    };
    await Promise.all(Array.from({ length: RECEIPTS_AT_ONCE }, work));
  }
  return outcomes;
}

/** As many together as one request takes. */
function requestsOf(all: readonly Sent[]): Sent[][] {
  const requests: Sent[][] = [];
  let bytes = Number.POSITIVE_INFINITY;
  for (const one of all) {
    const length = one.transaction.bytes.length + HEAD_BYTES;
    const last = requests.at(-1);
    if (
      last === undefined ||
      last.length === MAX_BUNDLE_TRANSACTIONS ||
      bytes + length > REQUEST_BYTES
    ) {
      requests.push([one]);
      bytes = length;
    } else {
      last.push(one);
      bytes += length;
    }
  }
  return requests;
}

/** Sends what the node has not taken, again and again; whatever comes of it stands in their `delivery`. */
async function deliverAll(
  session: Session,
  some: readonly Sent[],
  options: SubmitOptions,
): Promise<void> {
  const { retryForMs = session.writeRetryMs, signal } = options;
  const open = (): Sent[] => some.filter(({ delivery }) => delivery === undefined);
  const onRetry = (error: SdkError, pauseMs: number): void => {
    // An answer says it of each by itself; without one, any may have arrived.
    if (!isBusyError(error)) for (const one of open()) one.mayBeTaken = true;
    options.onRetry?.(error, pauseMs);
  };
  try {
    await withRetries({ retryForMs, signal, onRetry }, () => post(session, open(), options));
  } catch (error) {
    if (signal?.aborted === true) throw error;
    for (const one of open()) {
      one.delivery = { error: one.busy ?? error, isDecided: false, mayBeTaken: one.mayBeTaken };
    }
  }
}

/** One request. Throws what is the matter if another one is needed. */
async function post(
  session: Session,
  some: readonly Sent[],
  options: SubmitOptions,
): Promise<void> {
  const { waitMs = DEFAULT_RECEIPT_WAIT_MS, signal } = options;
  for (const one of some) one.busy = undefined;
  const response = await session.transport.request({
    method: 'POST',
    path: '/v1/batches',
    query: { wait: Math.min(NODE_WAIT_MS, waitMs) },
    headers: { 'content-type': 'application/cbor', accept: 'application/json' },
    body: batchOf(some),
    signal,
  });
  if (response.status !== 200) {
    const error = errorOf(response);
    if (error instanceof SdkError && mayBeTaken(error))
      for (const one of some) one.mayBeTaken = true;
    throw error;
  }
  const results = jsonBody(response, 'batch').member('results').items();
  if (results.length !== some.length) {
    throw new SdkError(
      'SDK_RESPONSE_INVALID',
      `The node answers ${results.length} of ${some.length} transactions. Is there a node of this version?`,
    );
  }
  const busy = some.flatMap((one, index) => {
    const error = take(one, results[index]);
    return error === undefined ? [] : [error];
  });
  const [first] = busy;
  if (first !== undefined) throw first;
}

/** Notes what the node says of one. @returns the error with which it asks for it again. */
function take(one: Sent, result: JsonReader | undefined): SdkError | undefined {
  const status = result?.member('status').any();
  if (result === undefined || typeof status !== 'number') {
    one.delivery = { isDecided: status !== 'pending', mayBeTaken: true };
    return undefined;
  }
  const problem = problemOf(result);
  const error = new ProblemError(status, problem);
  if (status !== 503 && status !== 429) {
    one.delivery = { error, isDecided: false, mayBeTaken: one.mayBeTaken };
    return undefined;
  }
  const seconds = Number(problem['retryAfterSeconds'] ?? 1);
  const retryAfterMs = Math.min(seconds >= 0 ? seconds : 1, 60) * 1_000;
  const busy = busyError(error, error.message, retryAfterMs);
  one.busy = busy;
  one.mayBeTaken ||= mayBeTaken(busy);
  return busy;
}

function batchOf(some: readonly Sent[]): Uint8Array {
  const size = some.reduce(
    (sum, { transaction }) => sum + transaction.bytes.length + HEAD_BYTES,
    HEAD_BYTES,
  );
  const writer = new CborWriter(size).array(some.length);
  for (const { transaction } of some) writer.bytes(transaction.bytes);
  return writer.finish();
}

async function outcomeOf(
  session: Session,
  { transaction, delivery }: Sent,
  startedAt: number,
  { waitMs = DEFAULT_RECEIPT_WAIT_MS, signal, onWaiting }: SubmitOptions,
): Promise<SubmitOutcome> {
  const transactionId = encodeHex(transaction.id);
  const leftMs = Math.max(0, waitMs - (performance.now() - startedAt));
  const known = delivery ?? { isDecided: false, mayBeTaken: true };
  try {
    const options = { leftMs, onWaiting, ...(signal && { signal }) };
    return { transactionId, receipt: await settle(session, transaction.id, known, options) };
  } catch (error) {
    if (signal?.aborted === true) throw error;
    return { transactionId, error: error instanceof Error ? error : new Error(String(error)) };
  }
}
