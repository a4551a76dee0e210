import { type CborValue, decode, encodeHex } from '@touchmark/codec';

/** Params or event data for people and scripts: byte strings as hexadecimal. */
export function paramsToJson(params: Uint8Array): unknown {
  return jsonOf(decode(params));
}

function jsonOf(value: CborValue): unknown {
  if (value instanceof Uint8Array) return encodeHex(value);
  if (Array.isArray(value)) return value.map(jsonOf);
  if (value instanceof Map) {
    return Object.fromEntries([...value].map(([key, item]) => [String(key), jsonOf(item)]));
  }
  return typeof value === 'bigint' ? value.toString() : value;
}
