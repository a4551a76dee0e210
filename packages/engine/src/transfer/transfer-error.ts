export type TransferErrorCode =
  | 'EXPORT_FOREIGN'
  | 'EXPORT_VERSION'
  | 'EXPORT_DAMAGED'
  | 'EXPORT_TRUNCATED'
  | 'EXPORT_WRONG_CHAIN'
  | 'EXPORT_STATE_MISSING'
  | 'EXPORT_IN_THE_WAY'
  | 'IMPORT_DIFFERS';

/**
 * An export that can't be written, or one that can't be used. What it was to become is not there.
 */
export class TransferError extends Error {
  readonly code: TransferErrorCode;

  constructor(code: TransferErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'TransferError';
    this.code = code;
  }
}
