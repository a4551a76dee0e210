import { CborError } from './cbor-error.ts';

export type CborKind =
  | 'uint'
  | 'negative'
  | 'bytes'
  | 'text'
  | 'array'
  | 'map'
  | 'tag'
  | 'bool'
  | 'null';

export function truncated(end: number): CborError {
  return new CborError('CBOR_TRUNCATED', 'the input ends inside an item', end);
}

export function badUtf8(start: number): CborError {
  return new CborError('CBOR_UTF8', 'text is not valid UTF-8', start);
}

export function strayTag(start: number): CborError {
  return new CborError('CBOR_TAG', 'a tag where none is allowed', start);
}

export function badKeyType(start: number): CborError {
  return new CborError('CBOR_KEY_TYPE', 'a map key must be an integer or text', start);
}

export function tooDeep(maxDepth: number, start: number): CborError {
  return new CborError('CBOR_TOO_DEEP', `containers nested deeper than ${maxDepth}`, start);
}

export function outOfRange(bound: string, end: number): CborError {
  return new CborError('CBOR_RANGE', `integer beyond ${bound}`, end);
}

export function unexpected(wanted: string, found: CborKind, start: number): CborError {
  if (found === 'tag') return strayTag(start);
  return new CborError('CBOR_TYPE', `expected ${wanted}, found ${found}`, start);
}

/** Additional information 28 to 31 of majors 0 to 6. */
export function badHead(info: number, start: number): CborError {
  if (info === 31) return new CborError('CBOR_INDEFINITE', 'indefinite length', start);
  return new CborError('CBOR_RESERVED', 'reserved additional information', start);
}

/** A head of major 7 that is not false, true or null. */
export function badSimple(info: number, start: number): CborError {
  if (info >= 25 && info <= 27) {
    return new CborError('CBOR_FLOAT', 'floating point is not allowed', start);
  }
  if (info > 27) return badHead(info, start);
  return new CborError('CBOR_SIMPLE', 'of simple values only true, false and null', start);
}
