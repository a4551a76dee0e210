const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
const encoder = new TextEncoder();

/**
 * True if `bytes[start, end)` is well-formed UTF-8 (Unicode 17, table 3-7: no surrogates, no
 * overlong forms).
 */
export function isUtf8(bytes: Uint8Array, start: number, end: number): boolean {
  let at = start;
  while (at < end) {
    const lead = bytes[at]!;
    if (lead < 0x80) {
      at += 1;
      continue;
    }
    const length = sequenceLength(bytes, at, end, lead);
    if (length === 0) return false;
    at += length;
  }
  return true;
}

/** Length of the well-formed sequence at `at` whose lead byte is `lead` (≥ 0x80), or 0. */
function sequenceLength(bytes: Uint8Array, at: number, end: number, lead: number): number {
  if (lead < 0xc2 || lead > 0xf4) return 0;
  const length = lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
  if (at + length > end) return 0;
  const second = bytes[at + 1]!;
  const low = lead === 0xe0 ? 0xa0 : lead === 0xf0 ? 0x90 : 0x80;
  const high = lead === 0xed ? 0x9f : lead === 0xf4 ? 0x8f : 0xbf;
  if (second < low || second > high) return 0;
  for (let index = at + 2; index < at + length; index += 1) {
    if ((bytes[index]! & 0xc0) !== 0x80) return 0;
  }
  return length;
}

/**
 * Text of `bytes`; throws TypeError if they are not well-formed UTF-8. A byte order mark is kept.
 */
export function decodeUtf8(bytes: Uint8Array): string {
  return decoder.decode(bytes);
}

/**
 * UTF-8 bytes of `text`, which must not hold lone surrogates (the caller checks `isWellFormed`).
 */
export function encodeUtf8(text: string): Uint8Array {
  return encoder.encode(text);
}

/** Writes the UTF-8 of `text` at `offset`; `target` must have room. Returns the bytes written. */
export function writeUtf8(text: string, target: Uint8Array, offset: number): number {
  return encoder.encodeInto(text, target.subarray(offset)).written;
}
