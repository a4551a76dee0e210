import { asciiBytes, concatBytes, textKey, uint32Bytes, uint64Bytes } from '../../kernel/key.ts';
import type { EntryRange } from '@touchmark/state';

/**
 * First bytes of this module's keys. Prefixes and records share one, so that key order is the
 * hierarchy.
 */
export const NAME_KEYS = 0x20;
export const COUNT_KEYS = 0x21;
export const RESTRICTED_KEYS = 0x22;
export const CHANGE_KEYS = 0x23;
export const ADMINISTRATION_KEYS = 0x24;
export const SIGNATURE_KEYS = 0x25;

const ZERO = Uint8Array.of(0);
const DOT = 0x2e;
const SLASH = 0x2f;

/** A range of keys with both of its bounds. */
export interface BoundedRange {
  readonly start: Uint8Array;
  readonly end: Uint8Array;
}

/** `0x20 || prefix`. */
export function prefixKey(prefix: string): Uint8Array {
  return textKey([NAME_KEYS], prefix);
}

/** `0x20 || identifier`. */
export function recordKey(identifier: string): Uint8Array {
  return textKey([NAME_KEYS], identifier);
}

/** `0x23 || prefix || 0x00 || height (u64)`: what changed under a prefix in a block. */
export function changeKey(prefix: string, height: number): Uint8Array {
  const key = new Uint8Array(prefix.length + 10);
  key[0] = CHANGE_KEYS;
  for (let index = 0; index < prefix.length; index += 1) key[index + 1] = prefix.charCodeAt(index);
  key.set(uint64Bytes(height), prefix.length + 2);
  return key;
}

/** Key range of the changes under a prefix in the blocks from `first` to `last`, both included. */
export function changeRange(prefix: string, first: number, last: number): BoundedRange {
  return { start: changeKey(prefix, first), end: changeKey(prefix, last + 1) };
}

/** `0x24 || prefix || 0x00 || organization`. */
export function administrationKey(prefix: string, organization: string): Uint8Array {
  return concatBytes(textKey([ADMINISTRATION_KEYS], prefix), ZERO, asciiBytes(organization));
}

/** Key range of everybody who ever was an administrator of exactly this prefix. */
export function administrationRange(prefix: string): BoundedRange {
  const name = textKey([ADMINISTRATION_KEYS], prefix);
  return { start: concatBytes(name, ZERO), end: concatBytes(name, Uint8Array.of(1)) };
}

/** `0x25 || identifier || 0x00 || index (u32)`: a value that waits for signatures, or had them. */
export function signatureKey(identifier: string, index: number): Uint8Array {
  return concatBytes(textKey([SIGNATURE_KEYS], identifier), ZERO, uint32Bytes(index));
}

/** Key range of all values of an identifier that wait for signatures, or had them. */
export function signatureRange(identifier: string): BoundedRange {
  const name = textKey([SIGNATURE_KEYS], identifier);
  return { start: concatBytes(name, ZERO), end: concatBytes(name, Uint8Array.of(1)) };
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
