import type { ProblemError } from './http/problem-error.ts';

/** Why something in this package failed. Stable: programs may depend on these. */
export type SdkErrorCode =
  /** No connection to the node, or it broke. */
  | 'SDK_UNREACHABLE'
  /** The node did not answer in time. */
  | 'SDK_TIMEOUT'
  /** The node refuses work for now; `retryAfterMs` says for how long. */
  | 'SDK_OVERLOADED'
  /** The network decides no blocks for now; `retryAfterMs` says when to try again. */
  | 'SDK_STALLED'
  /** The node belongs to another network than the one that is trusted. */
  | 'SDK_WRONG_NETWORK'
  /** The node's answer is not what its interface promises. */
  | 'SDK_RESPONSE_INVALID'
  /** The node claims something and proves it not, or proves something else than was asked. */
  | 'SDK_UNPROVEN'
  /** The answer is proven, but older than one that this client has seen already. */
  | 'SDK_ANSWER_STALE'
  /** Two headers of one height are signed: the validators did wrong. */
  | 'SDK_LEDGER_FORKED'
  /** Nobody knows yet whether the transaction is in a block; sending the same one again is safe. */
  | 'SDK_OUTCOME_UNKNOWN'
  /** What was asked for belongs to no network address, or an option makes no sense. */
  | 'SDK_USAGE'
  /** No key was given to sign with. */
  | 'SDK_NO_SIGNER'
  /** A key that the transaction does not name, or one that signed already. */
  | 'SDK_SIGNER_UNKNOWN'
  | 'SDK_SIGNATURES_MISSING'
  | 'SDK_PARTIAL_MALFORMED'
  | 'SDK_KEY_INVALID'
  | 'SDK_KEYSTORE_MALFORMED'
  | 'SDK_KEYSTORE_PASSPHRASE';

interface SdkErrorOptions extends ErrorOptions {
  retryAfterMs?: number;
}

/** A failure on this side of the network. The message says what happened and what to do. */
export class SdkError extends Error {
  readonly code: SdkErrorCode;
  /** For SDK_OVERLOADED and SDK_STALLED: when to try again. */
  readonly retryAfterMs: number | undefined;

  constructor(code: SdkErrorCode, message: string, options: SdkErrorOptions = {}) {
    super(message, options);
    this.name = 'SdkError';
    this.code = code;
    this.retryAfterMs = options.retryAfterMs;
  }
}

/** Not now, says the node, and when to come back. */
export function busyError(cause: ProblemError, words: string, retryAfterMs: number): SdkError {
  const code = cause.code === 'NETWORK_STALLED' ? 'SDK_STALLED' : 'SDK_OVERLOADED';
  return new SdkError(code, words, { retryAfterMs, cause });
}

export const isBusyError = ({ code }: SdkError): boolean =>
  code === 'SDK_OVERLOADED' || code === 'SDK_STALLED';
