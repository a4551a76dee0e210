import { type CborValue, decode } from '@touchmark/codec';

export type Json = null | boolean | number | string | Json[] | { [name: string]: Json };

/**
 * JSON of a CBOR item for people and for programs that only read: byte strings become hexadecimal, integers
 * beyond 2^53 - 1 text. There is no way back, so nothing is hashed over it.
 */
export function jsonOfCbor(bytes: Uint8Array): Json {
  return jsonOfValue(decode(bytes));
}

export function jsonOfValue(value: CborValue): Json {
  if (value instanceof Uint8Array) return Buffer.from(value).toString('hex');
  if (typeof value === 'bigint') return value.toString();
  if (value === null || typeof value !== 'object') return value;
  if (isMap(value)) {
    // fromEntries defines own members, so that no key can reach a prototype.
    return Object.fromEntries([...value].map(([key, item]) => [String(key), jsonOfValue(item)]));
  }
  return value.map(jsonOfValue);
}

const isMap = (
  value: CborValue & object,
): value is ReadonlyMap<number | bigint | string, CborValue> => value instanceof Map;
