/**
 * Base of every refusal by this package.
 *
 * `code` is stable (`AREA_REASON`) and meant for programs; the message is meant for people and may
 * change.
 */
export class CodecError extends Error {
  readonly code: string;

  constructor(code: string, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'CodecError';
    this.code = code;
  }
}
