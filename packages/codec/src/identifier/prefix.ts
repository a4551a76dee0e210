import { MAX_LABEL_LENGTH, MAX_PREFIX_LABELS, MAX_PREFIX_LENGTH } from './limits.ts';

const HYPHEN = 0x2d;
const DOT = 0x2e;
const UNDERSCORE = 0x5f;

/**
 * True if `bytes[start, end)` is a canonical prefix: labels of a-z 0-9 and inner - _, joined by
 * dots.
 */
export function checkPrefixBytes(bytes: Uint8Array, start: number, end: number): boolean {
  const length = end - start;
  if (length < 1 || length > MAX_PREFIX_LENGTH) return false;
  let labels = 1;
  let labelStart = start;
  for (let at = start; at < end; at += 1) {
    const byte = bytes[at]!;
    if (isAlphanumeric(byte)) continue;
    if (byte === DOT) {
      if (!labelEndsWell(bytes, labelStart, at)) return false;
      labels += 1;
      labelStart = at + 1;
    } else if ((byte !== HYPHEN && byte !== UNDERSCORE) || at === labelStart) {
      return false;
    }
  }
  return labels <= MAX_PREFIX_LABELS && labelEndsWell(bytes, labelStart, end);
}

function labelEndsWell(bytes: Uint8Array, start: number, end: number): boolean {
  const length = end - start;
  if (length < 1 || length > MAX_LABEL_LENGTH) return false;
  return isAlphanumeric(bytes[end - 1]!);
}

function isAlphanumeric(byte: number): boolean {
  return (byte >= 0x61 && byte <= 0x7a) || (byte >= 0x30 && byte <= 0x39);
}
