import { decodeTransaction } from '@touchmark/codec';
import { errorOf, jsonBody } from '../http/read-response.ts';
import { withRetries } from '../http/retry.ts';
import type { SdkError } from '../sdk-error.ts';
import type { Receipt } from './receipt.ts';
import type { Session } from './session.ts';
import { type Delivery, mayBeTaken, settle } from './settle.ts';

/** Asked of the node for one request; the whole of `submit` may take longer. */
export const NODE_WAIT_MS = 5000;
export const DEFAULT_RECEIPT_WAIT_MS = 60_000;

export interface SubmitOptions {
  /**
   * Send again for this long while the node can not be reached or is overloaded; default: the
   * client's.
   */
  retryForMs?: number;
  /** Wait so long in all for the block; retries of what the node did not take come on top. Default: one minute. */
  waitMs?: number;
  signal?: AbortSignal;
  /** Told once if the node has taken the transaction and no block had it yet, with what is left of `waitMs`. */
  onWaiting?: (transactionId: string, leftMs: number) => void;
  /** Told before each pause. */
  onRetry?: (error: SdkError, pauseMs: number) => void;
}

/** Sends the bytes until the node has taken them. Sending the same transaction twice is safe. */
async function deliver(
  session: Session,
  bytes: Uint8Array,
  options: SubmitOptions,
): Promise<Delivery> {
  let isTakenPerhaps = false;
  const onRetry = (error: SdkError, pauseMs: number): void => {
    isTakenPerhaps ||= mayBeTaken(error);
    options.onRetry?.(error, pauseMs);
  };
  try {
    const isDecided = await post(session, bytes, { ...options, onRetry });
    return { isDecided, mayBeTaken: true };
  } catch (error) {
    return { error, isDecided: false, mayBeTaken: isTakenPerhaps };
  }
}

/** @returns true if the node says that a block has it. */
async function post(session: Session, bytes: Uint8Array, options: SubmitOptions): Promise<boolean> {
  const { retryForMs = session.writeRetryMs, waitMs = DEFAULT_RECEIPT_WAIT_MS } = options;
  const { signal, onRetry } = options;
  const wait = Math.min(NODE_WAIT_MS, waitMs);
  return withRetries({ retryForMs, signal, onRetry }, async () => {
    const response = await session.transport.request({
      method: 'POST',
      path: '/v1/transactions',
      query: { wait },
      headers: { 'content-type': 'application/cbor', accept: 'application/json' },
      body: bytes,
      signal,
    });
    if (response.status !== 200 && response.status !== 202) throw errorOf(response);
    jsonBody(response, 'receipt').member('transaction').text();
    return response.status === 200;
  });
}

/** Submits a signed transaction and waits for its proven receipt. See `Client.submit`. */
export async function submit(
  session: Session,
  bytes: Uint8Array,
  options: SubmitOptions = {},
): Promise<Receipt> {
  const { id } = decodeTransaction(bytes);
  const { waitMs = DEFAULT_RECEIPT_WAIT_MS, signal, onWaiting } = options;
  const startedAt = performance.now();
  const delivery = await deliver(session, bytes, options);
  const leftMs = Math.max(0, waitMs - (performance.now() - startedAt));
  return settle(session, id, delivery, { leftMs, onWaiting, ...(signal && { signal }) });
}
