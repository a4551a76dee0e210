import { asciiBytes, concatBytes, textKey, uint32Bytes } from '../../kernel/key.ts';
import type { EntryRange } from '@touchmark/state';

/**
 * First bytes of this module's keys. Prefixes and records share one, so that key order is the
 * hierarchy.
 */
export const NAME_KEYS = 0x20;
export const COUNT_KEYS = 0x21;
export const RESTRICTED_KEYS = 0x22;

const DOT = 0x2e;
const SLASH = 0x2f;

/** `0x20 || prefix`. */
export function prefixKey(prefix: string): Uint8Array {
  return textKey([NAME_KEYS], prefix);
}

/** `0x20 || identifier`. */
export function recordKey(identifier: string): Uint8Array {
  return textKey([NAME_KEYS], identifier);
}

/** `0x21 || prefix`; the empty prefix counts the whole network. */
export function countsKey(prefix: string): Uint8Array {
  return textKey([COUNT_KEYS], prefix);
}

/** `0x22 || identifier || 0x00 || u32 index`: what a restricted value really holds. */
export function restrictedKey(identifier: Uint8Array, index: number): Uint8Array {
  return concatBytes(
    Uint8Array.of(RESTRICTED_KEYS),
    identifier,
    Uint8Array.of(0),
    uint32Bytes(index),
  );
}

/** Exactly the records directly under a prefix; `after`: only those behind this suffix. */
export function recordRange(prefix: string, after?: string): EntryRange {
  const name = asciiBytes(prefix);
  const end = bounded(name, SLASH + 1);
  if (after === undefined) return { start: bounded(name, SLASH), end };
  return { start: concatBytes(recordKey(`${prefix}/${after}`), Uint8Array.of(0)), end };
}

/** All sub-prefixes of a prefix, at any depth, with their records, and then its own records. */
export function subtreeRange(prefix: string): EntryRange {
  const name = asciiBytes(prefix);
  return { start: bounded(name, DOT), end: bounded(name, SLASH + 1) };
}

function bounded(name: Uint8Array, last: number): Uint8Array {
  return concatBytes(Uint8Array.of(NAME_KEYS), name, Uint8Array.of(last));
}
