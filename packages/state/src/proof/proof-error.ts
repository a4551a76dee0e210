export type ProofErrorCode =
  | 'PROOF_MALFORMED'
  | 'PROOF_TOO_MANY_ENTRIES'
  | 'PROOF_TOO_LARGE'
  | 'PROOF_INCONSISTENT'
  | 'PROOF_INCOMPLETE'
  | 'PROOF_ROOT_MISMATCH'
  | 'PROOF_QUERY_INVALID'
  | 'HISTORY_MALFORMED'
  | 'HISTORY_BROKEN';

/** A proof or history that does not hold. Whatever the reason, nothing that it says may be believed. */
export class ProofError extends Error {
  readonly code: ProofErrorCode;

  constructor(code: ProofErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'ProofError';
    this.code = code;
  }
}
