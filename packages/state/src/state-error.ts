export type StateErrorCode =
  | 'STATE_CORRUPT'
  | 'STATE_VERSION'
  | 'STATE_LOCKED'
  | 'STATE_MISSING'
  | 'STATE_FULL'
  | 'STATE_IO'
  | 'STATE_CLOSED'
  | 'STATE_SNAPSHOT_ENDED'
  | 'STATE_UPDATE_OPEN'
  | 'STATE_UPDATE_CLOSED'
  | 'STATE_TABLE_UNKNOWN'
  | 'STATE_KEY_INVALID'
  | 'STATE_VALUE_INVALID'
  | 'STATE_RANGE_INVALID'
  | 'STATE_OPTION_INVALID';

/** What went wrong with a store, and what to do about it. */
export class StateError extends Error {
  readonly code: StateErrorCode;

  constructor(code: StateErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'StateError';
    this.code = code;
  }
}
