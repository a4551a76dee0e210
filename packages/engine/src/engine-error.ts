export type EngineErrorCode =
  | 'ENGINE_OVERLOADED'
  | 'ENGINE_STALLED'
  | 'ENGINE_CLOSING'
  | 'ENGINE_FAILED'
  | 'ENGINE_STORE_VERSION'
  | 'ENGINE_STORE_CORRUPT'
  | 'ENGINE_STORE_EMPTY'
  | 'ENGINE_LEDGER_MISSING'
  | 'ENGINE_GENESIS_MISMATCH'
  | 'ENGINE_GENESIS_INVALID'
  | 'ENGINE_VALIDATOR_MISMATCH'
  | 'ENGINE_CHAIN_INVALID'
  | 'ENGINE_REPLAY_DIFFERS'
  | 'ENGINE_VERSION_UNKNOWN'
  | 'ENGINE_MIGRATION_ENDLESS'
  | 'ENGINE_MIGRATION_FAILED'
  | 'ENGINE_BLOCK_UNKNOWN'
  | 'ENGINE_BLOCKS_MISSING'
  | 'ENGINE_REQUEST_INVALID';

/** A failure of the engine or its store; what the ledger decides about a transaction is never one. */
export class EngineError extends Error {
  override readonly name = 'EngineError';
  readonly code: EngineErrorCode;
  /** With ENGINE_OVERLOADED and ENGINE_STALLED: when sending the same transaction again is likely to succeed. */
  readonly retryAfterMs: number | undefined;

  constructor(
    code: EngineErrorCode,
    message: string,
    options: { cause?: unknown; retryAfterMs?: number } = {},
  ) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    this.retryAfterMs = options.retryAfterMs;
  }
}

/**
 * Makes an error that thousands of clients get each second under overload, and that says all there is to say: to note
 * the call stack would cost more than all else.
 */
export function withoutStack<Failure extends Error>(make: () => Failure): Failure {
  const limit = Error.stackTraceLimit;
  Error.stackTraceLimit = 0;
  try {
    return make();
  } finally {
    Error.stackTraceLimit = limit;
  }
}
