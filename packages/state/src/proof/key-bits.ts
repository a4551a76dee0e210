/** Longest key of the map, in bytes. It bounds the depth of the tree, and so the size of a proof. */
export const MAX_KEY_BYTES = 512;

/** Bits that one byte of a key takes: a 1 that says "a byte follows", then the byte, highest bit first. */
export const BITS_PER_BYTE = 9;

/** Highest bit position at which two keys can part: the end marker of the longest key. */
export const MAX_POSITION = MAX_KEY_BYTES * BITS_PER_BYTE;

/** What `criticalBit` returns for equal keys: beyond every position. */
export const NO_CRITICAL_BIT = 0xffff;

/**
 * Bit of a key's bit string at `position`. After the last byte comes one 0, the end marker, which makes the
 * strings prefix-free while they keep the order of the keys; beyond it the answer is 0.
 */
export function bitAt(key: Uint8Array, position: number): 0 | 1 {
  const index = Math.floor(position / BITS_PER_BYTE);
  const byte = key[index];
  if (byte === undefined) return 0;
  const inByte = position - index * BITS_PER_BYTE;
  return inByte === 0 ? 1 : (((byte >> (8 - inByte)) & 1) as 0 | 1);
}

/** First position at which the bit strings of two keys differ; NO_CRITICAL_BIT if the keys are equal. */
export function criticalBit(left: Uint8Array, right: Uint8Array): number {
  return criticalBitOf(left, left.length, right, right.length);
}

/** The same for keys that are the first bytes of longer buffers. */
export function criticalBitOf(
  left: Uint8Array,
  leftLength: number,
  right: Uint8Array,
  rightLength: number,
): number {
  const shared = leftLength < rightLength ? leftLength : rightLength;
  for (let index = 0; index < shared; index += 1) {
    const difference = (left[index] as number) ^ (right[index] as number);
    if (difference !== 0) return index * BITS_PER_BYTE + 1 + Math.clz32(difference) - 24;
  }
  return leftLength === rightLength ? NO_CRITICAL_BIT : shared * BITS_PER_BYTE;
}

/** Byte-wise order, a prefix first: negative, zero or positive. */
export function compareKeys(left: Uint8Array, right: Uint8Array): number {
  const shared = Math.min(left.length, right.length);
  for (let index = 0; index < shared; index += 1) {
    const difference = (left[index] as number) - (right[index] as number);
    if (difference !== 0) return difference;
  }
  return left.length - right.length;
}

export function equalBytes(left: Uint8Array, right: Uint8Array): boolean {
  if (left.length !== right.length) return false;
  for (let index = 0; index < left.length; index += 1) {
    if (left[index] !== right[index]) return false;
  }
  return true;
}
