import type { CborValue } from '../cbor/value.ts';
import { hex } from './vector-files.ts';

/**
 * Diagnostic notation (RFC 8949 §8) of a decoded value, as the vectors of `cbor/valid` state it.
 */
export function diagnostic(value: CborValue): string {
  if (value === null || typeof value !== 'object') {
    return typeof value === 'string' ? JSON.stringify(value) : String(value);
  }
  if (value instanceof Uint8Array) return `h'${hex(value)}'`;
  if (value instanceof Map) {
    const pairs = [...value].map(([key, item]) => `${diagnostic(key)}: ${diagnostic(item)}`);
    return `{${pairs.join(', ')}}`;
  }
  return `[${[...value].map((item) => diagnostic(item)).join(', ')}]`;
}
