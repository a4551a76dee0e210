/** Longest text that is put together here; above it a TextDecoder is as fast. */
export const SHORT_TEXT_LENGTH = 32;

/**
 * One array of character codes for each length: `fromCharCode` is fastest on an array of exact
 * length.
 */
const codesOfLength = Array.from({ length: SHORT_TEXT_LENGTH + 1 }, (_, length) =>
  Array.from({ length }, () => 0),
);

/**
 * Text of `bytes[start, end)`, at most SHORT_TEXT_LENGTH of them; undefined if a byte is not ASCII.
 *
 * A TextDecoder costs some 100 ns a call, several times the work of reading a short field; adding
 * up single characters makes a rope that is flattened at the first use.
 */
export function shortAscii(bytes: Uint8Array, start: number, end: number): string | undefined {
  const codes = codesOfLength[end - start]!;
  let seen = 0;
  for (let at = start; at < end; at += 1) {
    const byte = bytes[at]!;
    seen |= byte;
    codes[at - start] = byte;
  }
  return seen < 0x80 ? String.fromCharCode.apply(undefined, codes) : undefined;
}
