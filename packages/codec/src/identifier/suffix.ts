import { isForbiddenCodePoint } from './forbidden.ts';
import type { IdentifierErrorCode } from './identifier-error.ts';
import { MAX_SUFFIX_LENGTH } from './limits.ts';

const SLASH = 0x2f;
const DOT = 0x2e;
const PERCENT = 0x25;

/** Bytes that stand for themselves: RFC 3986 pchar without percent-encoding, and the slash. */
const RAW = new Uint8Array(256);
const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
for (const character of `${LETTERS}0123456789-._~!$&'()*+,;=:@/`) {
  RAW[character.charCodeAt(0)] = 1;
}

export function isRawByte(byte: number): boolean {
  return RAW[byte] === 1;
}

/** True if `bytes[start, end)` is a canonical suffix. */
export function checkSuffixBytes(bytes: Uint8Array, start: number, end: number): boolean {
  return suffixFault(bytes, start, end) === undefined;
}

/**
 * Why `bytes[start, end)` is no canonical suffix; undefined if it is one. One pass, no Unicode
 * tables.
 */
export function suffixFault(
  bytes: Uint8Array,
  start: number,
  end: number,
): IdentifierErrorCode | undefined {
  if (end - start < 1) return 'IDENTIFIER_NO_SUFFIX';
  if (end - start > MAX_SUFFIX_LENGTH) return 'IDENTIFIER_LENGTH';
  let segmentStart = start;
  let at = start;
  while (at < end) {
    const byte = bytes[at]!;
    if (RAW[byte] === 1) {
      if (byte === SLASH) {
        if (isBadSegment(bytes, segmentStart, at)) return 'IDENTIFIER_SEGMENT';
        segmentStart = at + 1;
      }
      at += 1;
      continue;
    }
    if (byte !== PERCENT) return 'IDENTIFIER_SUFFIX';
    const length = encodedLength(bytes, at, end);
    if (typeof length === 'string') return length;
    at += length;
  }
  return isBadSegment(bytes, segmentStart, end) ? 'IDENTIFIER_SEGMENT' : undefined;
}

/** Empty, `.` and `..` segments would be rewritten on the way by every URL library. */
function isBadSegment(bytes: Uint8Array, start: number, end: number): boolean {
  const length = end - start;
  if (length > 2) return false;
  if (length === 0) return true;
  return bytes[start] === DOT && bytes[end - 1] === DOT;
}

/** Length of the percent-encoded character at `at`, or what is wrong with it. */
function encodedLength(bytes: Uint8Array, at: number, end: number): number | IdentifierErrorCode {
  const lead = encodedByte(bytes, at, end);
  if (lead < 0) return 'IDENTIFIER_PERCENT';
  if (lead < 0x80) {
    if (RAW[lead] === 1) return 'IDENTIFIER_NOT_CANONICAL';
    return isForbiddenCodePoint(lead) ? 'IDENTIFIER_CHARACTER' : 3;
  }
  if (lead < 0xc2 || lead > 0xf4) return 'IDENTIFIER_UTF8';
  const size = lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
  let codePoint = lead & (0xff >> (size + 1));
  for (let index = 1; index < size; index += 1) {
    const next = encodedByte(bytes, at + index * 3, end);
    if (next < 0) return missingByteFault(bytes, at + index * 3, end);
    if ((next & 0xc0) !== 0x80) return 'IDENTIFIER_UTF8';
    codePoint = (codePoint << 6) | (next & 0x3f);
  }
  const smallest = size === 2 ? 0x80 : size === 3 ? 0x800 : 0x1_0000;
  const surrogate = codePoint >= 0xd800 && codePoint <= 0xdfff;
  if (codePoint < smallest || codePoint > 0x10_ffff || surrogate) return 'IDENTIFIER_UTF8';
  return isForbiddenCodePoint(codePoint) ? 'IDENTIFIER_CHARACTER' : size * 3;
}

/** No encoded byte stands at `at`: either a bad percent sign does, or the character is cut short. */
function missingByteFault(bytes: Uint8Array, at: number, end: number): IdentifierErrorCode {
  return at < end && bytes[at] === PERCENT ? 'IDENTIFIER_PERCENT' : 'IDENTIFIER_UTF8';
}

/** Value of `%XX` with upper-case digits at `at`, or -1. */
function encodedByte(bytes: Uint8Array, at: number, end: number): number {
  if (at + 3 > end || bytes[at] !== PERCENT) return -1;
  const high = upperHexDigit(bytes[at + 1]!);
  const low = upperHexDigit(bytes[at + 2]!);
  return high < 0 || low < 0 ? -1 : high * 16 + low;
}

function upperHexDigit(byte: number): number {
  if (byte >= 0x30 && byte <= 0x39) return byte - 0x30;
  if (byte >= 0x41 && byte <= 0x46) return byte - 0x41 + 10;
  return -1;
}
