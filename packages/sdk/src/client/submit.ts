import { decodeTransaction, encodeHex } from '@touchmark/codec';
import { errorOf, jsonBody } from '../http/read-response.ts';
import { ProblemError } from '../http/problem-error.ts';
import { withRetries } from '../http/retry.ts';
import { SdkError } from '../sdk-error.ts';
import { type Receipt, receipt } from './receipt.ts';
import type { ReadOptions, Session } from './session.ts';

/** Asked of the node for one request; the whole of `submit` may take longer. */
const NODE_WAIT_MS = 5000;
const DEFAULT_RECEIPT_WAIT_MS = 60_000;

export interface SubmitOptions {
  /**
   * Send again for this long while the node can not be reached or is overloaded; default: the
   * client's.
   */
  retryForMs?: number;
  /** Wait so long for the block once the node has taken the transaction; default: one minute. */
  waitMs?: number;
  signal?: AbortSignal;
  /** Told before each pause. */
  onRetry?: (error: SdkError, pauseMs: number) => void;
}

/** Sends the bytes until the node has taken them. Sending the same transaction twice is safe. */
async function deliver(session: Session, bytes: Uint8Array, options: SubmitOptions): Promise<void> {
  const { retryForMs = session.writeRetryMs, signal, onRetry } = options;
  await withRetries({ retryForMs, signal, onRetry }, async () => {
    const response = await session.transport.request({
      method: 'POST',
      path: '/v1/transactions',
      query: { wait: NODE_WAIT_MS },
      headers: { 'content-type': 'application/cbor', accept: 'application/json' },
      body: bytes,
      signal,
    });
    if (response.status !== 200 && response.status !== 202) throw errorOf(response);
    jsonBody(response, 'receipt').member('transaction').text();
  });
}

/** True for what says something about the way to the node, not about what came back from it. */
function isAboutDelivery(error: unknown): error is SdkError | ProblemError {
  if (error instanceof ProblemError) return true;
  if (!(error instanceof SdkError)) return false;
  return error.code !== 'SDK_RESPONSE_INVALID' && error.code !== 'SDK_UNPROVEN';
}

/** Submits a signed transaction and waits for its proven receipt. See `Client.submit`. */
export async function submit(
  session: Session,
  bytes: Uint8Array,
  options: SubmitOptions = {},
): Promise<Receipt> {
  const { id } = decodeTransaction(bytes);
  const { waitMs = DEFAULT_RECEIPT_WAIT_MS, signal } = options;
  const readOptions = signal === undefined ? {} : { signal };
  let failure: unknown;
  try {
    await deliver(session, bytes, options);
    const found = await receipt(session, id, { waitMs, ...readOptions });
    if (found !== undefined) return found;
  } catch (error) {
    // What is refused now may have been taken before, and its answer lost on the way.
    if (signal?.aborted === true || !isAboutDelivery(error)) throw error;
    const found = await lookOnce(session, id, readOptions);
    if (found !== undefined) return found;
    if (error instanceof ProblemError || error.code === 'SDK_OVERLOADED') throw error;
    failure = error;
  }
  throw new SdkError(
    'SDK_OUTCOME_UNKNOWN',
    `Nobody knows yet whether transaction ${encodeHex(id)} is in a block. Submit the same bytes ` +
      'again: it is done once, however often it is sent.',
    { cause: failure },
  );
}

/**
 * After a failed delivery one look is enough: the node had its time. Undefined: it does not know,
 * or does not answer.
 */
async function lookOnce(
  session: Session,
  id: Uint8Array,
  options: ReadOptions,
): Promise<Receipt | undefined> {
  try {
    return await receipt({ ...session, readRetryMs: 0 }, id, options);
  } catch (error) {
    if (isAboutDelivery(error)) return undefined;
    throw error;
  }
}
