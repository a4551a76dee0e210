import { CodecError } from '../codec-error.ts';

export type CborErrorCode =
  | 'CBOR_TRUNCATED'
  | 'CBOR_TRAILING'
  | 'CBOR_TOO_LARGE'
  | 'CBOR_TOO_DEEP'
  | 'CBOR_TOO_MANY_ITEMS'
  | 'CBOR_RESERVED'
  | 'CBOR_INDEFINITE'
  | 'CBOR_NOT_MINIMAL'
  | 'CBOR_UTF8'
  | 'CBOR_KEY_ORDER'
  | 'CBOR_KEY_DUPLICATE'
  | 'CBOR_KEY_TYPE'
  | 'CBOR_TAG'
  | 'CBOR_FLOAT'
  | 'CBOR_SIMPLE'
  | 'CBOR_TYPE'
  | 'CBOR_RANGE'
  | 'CBOR_COUNT'
  | 'CBOR_FIELD_MISSING'
  | 'CBOR_FIELD_UNKNOWN';

/** Bytes that are not the one deterministic CBOR form, or not of the expected shape. */
export class CborError extends CodecError {
  declare readonly code: CborErrorCode;
  /** Byte offset at which the fault was noticed; undefined for faults of a value being encoded. */
  readonly offset: number | undefined;

  constructor(code: CborErrorCode, message: string, offset?: number) {
    super(code, offset === undefined ? message : `${message} (at byte ${offset})`);
    this.name = 'CborError';
    this.offset = offset;
  }
}
