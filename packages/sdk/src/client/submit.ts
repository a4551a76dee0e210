import { decodeTransaction, encodeHex } from '@touchmark/codec';
import { errorOf, jsonBody } from '../http/read-response.ts';
import { ProblemError } from '../http/problem-error.ts';
import { withRetries } from '../http/retry.ts';
import { SdkError } from '../sdk-error.ts';
import { type Receipt, receipt } from './receipt.ts';
import type { Session } from './session.ts';

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

interface SendFailure {
  error: unknown;
  /**
   * False: the node said no to the very first attempt, so nothing of the transaction is anywhere.
   */
  mayHaveArrived: boolean;
}

/** Sends the bytes until the node has taken them. Sending the same transaction twice is safe. */
async function deliver(
  session: Session,
  bytes: Uint8Array,
  options: SubmitOptions,
): Promise<SendFailure | undefined> {
  const { retryForMs = session.writeRetryMs, signal, onRetry } = options;
  let attempts = 0;
  try {
    await withRetries({ retryForMs, signal, onRetry }, async () => {
      attempts += 1;
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
    return undefined;
  } catch (error) {
    if (signal?.aborted === true) throw error;
    return { error, mayHaveArrived: attempts > 1 || !(error instanceof ProblemError) };
  }
}

/** Submits a signed transaction and waits for its proven receipt. See `Client.submit`. */
export async function submit(
  session: Session,
  bytes: Uint8Array,
  options: SubmitOptions = {},
): Promise<Receipt> {
  const { id } = decodeTransaction(bytes);
  const { waitMs = DEFAULT_RECEIPT_WAIT_MS, signal } = options;
  const failure = await deliver(session, bytes, options);
  if (failure?.mayHaveArrived === false) throw failure.error;
  const found =
    failure === undefined
      ? await receipt(session, id, { waitMs, ...(signal === undefined ? {} : { signal }) })
      : await lookOnce(session, id, signal);
  if (found !== undefined) return found;
  const error = failure?.error;
  const isFinal = error instanceof ProblemError;
  if (isFinal || (error instanceof SdkError && error.code === 'SDK_OVERLOADED')) throw error;
  throw new SdkError(
    'SDK_OUTCOME_UNKNOWN',
    `Nobody knows yet whether transaction ${encodeHex(id)} is in a block. Submit the same bytes again: ` +
      'it is done once, however often it is sent.',
    { cause: error },
  );
}

/**
 * After a failed delivery one look is enough: the node had its time. Undefined: it does not know,
 * or answer.
 */
async function lookOnce(
  session: Session,
  id: Uint8Array,
  signal: AbortSignal | undefined,
): Promise<Receipt | undefined> {
  try {
    const options = signal === undefined ? {} : { signal };
    return await receipt({ ...session, readRetryMs: 0 }, id, options);
  } catch (error) {
    if (error instanceof SdkError && error.code !== 'SDK_RESPONSE_INVALID') return undefined;
    throw error;
  }
}
