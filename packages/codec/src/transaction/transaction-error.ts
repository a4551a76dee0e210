import { CborError } from '../cbor/cbor-error.ts';
import { CodecError } from '../codec-error.ts';

export type TransactionErrorCode =
  | 'TRANSACTION_TOO_LARGE'
  | 'TRANSACTION_ENCODING'
  | 'TRANSACTION_TAG'
  | 'TRANSACTION_SHAPE'
  | 'TRANSACTION_HEADERS'
  | 'TRANSACTION_UNPROTECTED'
  | 'TRANSACTION_ALGORITHM'
  | 'TRANSACTION_SIGNATURE'
  | 'TRANSACTION_SIGNER_COUNT'
  | 'TRANSACTION_SIGNER_MISMATCH'
  | 'TRANSACTION_SIGNER_DUPLICATE'
  | 'TRANSACTION_DOMAIN'
  | 'TRANSACTION_CHAIN_ID'
  | 'TRANSACTION_EXPIRY'
  | 'TRANSACTION_NONCE'
  | 'TRANSACTION_ACTION_COUNT'
  | 'TRANSACTION_ACTION_TYPE'
  | 'TRANSACTION_ACTION_PARAMS';

/** Bytes that are not a transaction, or a transaction that cannot be encoded. */
export class TransactionError extends CodecError {
  declare readonly code: TransactionErrorCode;

  constructor(code: TransactionErrorCode, message: string, options?: ErrorOptions) {
    super(code, message, options);
    this.name = 'TransactionError';
  }
}

/**
 * Runs `read`; a CBOR fault becomes TRANSACTION_ENCODING or, for a wrong type or count,
 * TRANSACTION_SHAPE.
 */
export function asTransactionError<Result>(read: () => Result): Result {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof CborError)) throw error;
    const shape = error.code === 'CBOR_TYPE' || error.code === 'CBOR_COUNT';
    throw new TransactionError(
      shape ? 'TRANSACTION_SHAPE' : 'TRANSACTION_ENCODING',
      `not a transaction: ${error.message}`,
      { cause: error },
    );
  }
}
