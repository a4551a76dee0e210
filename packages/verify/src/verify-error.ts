/** Why an answer, a receipt or a header was refused. Stable: programs may depend on these. */
export type VerifyErrorCode =
  | 'VERIFY_MALFORMED'
  | 'VERIFY_QUERY_DAMAGED'
  | 'VERIFY_UNEXPECTED_QUERY'
  | 'VERIFY_TRUST_INVALID'
  | 'VERIFY_WRONG_CHAIN'
  | 'VERIFY_VALIDATORS_MISMATCH'
  | 'VERIFY_VALIDATORS_UNKNOWN'
  | 'VERIFY_TRUST_EXPIRED'
  | 'VERIFY_COMMIT_MISMATCH'
  | 'VERIFY_SIGNATURE_INVALID'
  | 'VERIFY_POWER_INSUFFICIENT'
  | 'VERIFY_HEADER_CONFLICT'
  | 'VERIFY_HEADER_OLDER'
  | 'VERIFY_HEADER_TIME'
  | 'VERIFY_FROM_FUTURE'
  | 'VERIFY_TOO_OLD'
  | 'VERIFY_PROOF_INVALID'
  | 'VERIFY_RECORD_MISMATCH'
  | 'VERIFY_RECORD_MALFORMED'
  | 'VERIFY_HISTORY_BROKEN'
  | 'VERIFY_HISTORY_VERSION'
  | 'VERIFY_HISTORY_TOO_LONG'
  | 'VERIFY_AT_TOO_LATE'
  | 'VERIFY_LIST_INCOMPLETE'
  | 'VERIFY_RESTRICTED_MISMATCH'
  | 'VERIFY_RECEIPT_MISMATCH';

/**
 * Something that claims to be proven is not. The message says what does not hold and what to do.
 */
export class VerifyError extends Error {
  readonly code: VerifyErrorCode;

  constructor(code: VerifyErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'VerifyError';
    this.code = code;
  }
}

const ADVICE = 'Fetch it again, or ask another node.';

/**
 * Runs `read`; what it throws becomes a VerifyError that begins with `what` and ends with what to
 * do.
 */
export function orRefuse<T>(
  code: VerifyErrorCode,
  what: string,
  read: () => T,
  advice: string = ADVICE,
): T {
  try {
    return read();
  } catch (error) {
    if (error instanceof VerifyError && error.code !== code) throw error;
    const detail = error instanceof Error ? error.message : String(error);
    const sentence = `${what}: ${detail.replace(/( Refuse [a-z ]+)?\.$/, '')}.`;
    throw new VerifyError(code, `${sentence} ${advice}`, { cause: error });
  }
}
