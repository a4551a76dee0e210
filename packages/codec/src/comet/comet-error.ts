import { CodecError } from '../codec-error.ts';

export type CometErrorCode =
  | 'COMET_ENCODING'
  | 'COMET_HASH_LENGTH'
  | 'COMET_CHAIN_ID'
  | 'COMET_TIME'
  | 'COMET_COMMIT_SIG'
  | 'COMET_VALIDATOR'
  | 'COMET_VALIDATOR_ORDER'
  | 'COMET_TOTAL_POWER'
  | 'COMET_RANGE'
  | 'COMET_MALFORMED';

/** Bytes that are no signed header or validator set of the one accepted form. */
export class CometError extends CodecError {
  declare readonly code: CometErrorCode;

  constructor(code: CometErrorCode, message: string, options?: ErrorOptions) {
    super(code, message, options);
    this.name = 'CometError';
  }
}
