export type DataDirectoryErrorCode =
  | 'DATA_DIRECTORY_FOREIGN'
  | 'DATA_DIRECTORY_MISSING'
  | 'DATA_DIRECTORY_IN_USE'
  | 'DATA_DIRECTORY_STILL_IN_USE'
  | 'DATA_DIRECTORY_VERSION'
  | 'DATA_DIRECTORY_INCOMPLETE'
  | 'DATA_DIRECTORY_LEDGER_MISSING'
  | 'DATA_DIRECTORY_NOT_EMPTY'
  | 'DATA_DIRECTORY_OTHER_CHAIN';

/** A data directory that can't be used as it is. Nothing in it was changed. */
export class DataDirectoryError extends Error {
  readonly code: DataDirectoryErrorCode;

  constructor(code: DataDirectoryErrorCode, message: string) {
    super(message);
    this.name = 'DataDirectoryError';
    this.code = code;
  }
}
