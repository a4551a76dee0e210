import { CodecError } from '../codec-error.ts';

export type GenesisErrorCode =
  | 'GENESIS_TOO_LARGE'
  | 'GENESIS_JSON'
  | 'GENESIS_DUPLICATE_KEY'
  | 'GENESIS_TOO_DEEP'
  | 'GENESIS_FIELD_MISSING'
  | 'GENESIS_FIELD_UNKNOWN'
  | 'GENESIS_TYPE'
  | 'GENESIS_VALUE'
  | 'GENESIS_CHAIN_ID'
  | 'GENESIS_TIME'
  | 'GENESIS_VALIDATOR'
  | 'GENESIS_ORGANIZATION'
  | 'GENESIS_KEY'
  | 'GENESIS_NO_ADMINISTRATOR';

/** A genesis file that cannot be used. The message names the field and what it must be. */
export class GenesisError extends CodecError {
  declare readonly code: GenesisErrorCode;

  constructor(code: GenesisErrorCode, message: string) {
    super(code, message);
    this.name = 'GenesisError';
  }
}
