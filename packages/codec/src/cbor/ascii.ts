const { fromCharCode } = String;

/** Longest text that is put together here; above it a TextDecoder is faster. Measured in `bench-reader.ts`. */
export const SHORT_TEXT_LENGTH = 32;

/**
 * Text of `bytes[start, end)`, at most SHORT_TEXT_LENGTH of them; undefined if a byte is not ASCII.
 *
 * A TextDecoder costs some 100 ns a call, several times the work of reading a short field.
 */
export function shortAscii(bytes: Uint8Array, start: number, end: number): string | undefined {
  let seen = 0;
  for (let at = start; at < end; at += 1) seen |= bytes[at]!;
  if (seen >= 0x80) return undefined;
  let text = '';
  let at = start;
  for (; at + 8 <= end; at += 8) text += eight(bytes, at);
  for (; at < end; at += 1) text += fromCharCode(bytes[at]!);
  return text;
}

function eight(bytes: Uint8Array, at: number): string {
  return fromCharCode(
    bytes[at]!,
    bytes[at + 1]!,
    bytes[at + 2]!,
    bytes[at + 3]!,
    bytes[at + 4]!,
    bytes[at + 5]!,
    bytes[at + 6]!,
    bytes[at + 7]!,
  );
}
