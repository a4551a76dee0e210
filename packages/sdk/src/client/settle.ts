import { encodeHex } from '@touchmark/codec';
import { ProblemError } from '../http/problem-error.ts';
import { isBusyError, SdkError } from '../sdk-error.ts';
import { OutcomeUnknownError } from './outcome-unknown-error.ts';
import { type Receipt, receipt } from './receipt.ts';
import type { ReadOptions, Session } from './session.ts';

/** How it went to give a transaction to the node. */
export interface Delivery {
  /** Why the node has not taken it, as far as is known. */
  readonly error?: unknown;
  /** The node says that a block has it. */
  readonly isDecided: boolean;
  /** The node may have taken it although there is an error, in this try or an earlier one. */
  readonly mayBeTaken: boolean;
}

export interface SettleOptions extends ReadOptions {
  /** What is left of the time to wait for the block. */
  leftMs: number;
  onWaiting?: ((transactionId: string, leftMs: number) => void) | undefined;
}

/** With these a node says that it may have the transaction all the same. */
const MAY_BE_TAKEN = ['ADMISSION_PENDING', 'NODE_STOPPING', 'NODE_UNREACHABLE'];

/** True unless the node said that it has not taken it. */
export function mayBeTaken(error: SdkError): boolean {
  if (!isBusyError(error)) return true;
  return error.cause instanceof ProblemError && MAY_BE_TAKEN.includes(error.cause.code);
}

/** True for what says something about the way to the node, not about what came back from it. */
export function isAboutDelivery(error: unknown): error is SdkError | ProblemError {
  if (error instanceof ProblemError) return true;
  if (!(error instanceof SdkError)) return false;
  return error.code !== 'SDK_RESPONSE_INVALID' && error.code !== 'SDK_UNPROVEN';
}

/** The proven receipt of a transaction that was delivered, or was tried to be. Throws what is the matter. */
export async function settle(
  session: Session,
  id: Uint8Array,
  delivery: Delivery,
  { leftMs, onWaiting, ...readOptions }: SettleOptions,
): Promise<Receipt> {
  let failure: unknown;
  try {
    if (delivery.error !== undefined) throw delivery.error;
    if (!delivery.isDecided) onWaiting?.(encodeHex(id), leftMs);
    const found = await receipt(session, id, { waitMs: leftMs, ...readOptions });
    if (found !== undefined) return found;
  } catch (error) {
    // What is refused now may have been taken before, and its answer lost on the way.
    if (readOptions.signal?.aborted === true || !isAboutDelivery(error)) throw error;
    const found = await lookOnce(session, id, readOptions);
    if (found !== undefined) return found;
    if (error instanceof ProblemError || !(delivery.mayBeTaken || mayBeTaken(error))) throw error;
    failure = error;
  }
  throw new OutcomeUnknownError(encodeHex(id), failure);
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
