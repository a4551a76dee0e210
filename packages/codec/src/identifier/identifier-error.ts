import { CodecError } from '../codec-error.ts';

export type IdentifierErrorCode =
  | 'IDENTIFIER_LENGTH'
  | 'IDENTIFIER_NO_SUFFIX'
  | 'IDENTIFIER_PREFIX'
  | 'IDENTIFIER_SUFFIX'
  | 'IDENTIFIER_PERCENT'
  | 'IDENTIFIER_UTF8'
  | 'IDENTIFIER_CHARACTER'
  | 'IDENTIFIER_SEGMENT'
  | 'IDENTIFIER_NOT_CANONICAL';

/** Text that is no identifier, or not in canonical form. The message says where and what to do. */
export class IdentifierError extends CodecError {
  declare readonly code: IdentifierErrorCode;

  constructor(code: IdentifierErrorCode, message: string) {
    super(code, message);
    this.name = 'IdentifierError';
  }
}
