/** CBOR major types that records are made of (RFC 8949 §3.1). */
export const MAJOR_UINT = 0;
export const MAJOR_BYTES = 2;
export const MAJOR_TEXT = 3;
export const MAJOR_ARRAY = 4;

/**
 * Walks bytes that `decodeTransaction` has found to be deterministic CBOR, without making an object
 * for anything.
 *
 * That its input is well-formed is known; what kind each item is, is not, and is asked with every
 * head.
 */
export class ByteCursor {
  readonly bytes: Uint8Array;
  position: number;

  constructor(bytes: Uint8Array, position: number) {
    this.bytes = bytes;
    this.position = position;
  }

  /** Major type of the item at hand; 8 at the end of the bytes. */
  major(): number {
    return this.position < this.bytes.length ? this.bytes[this.position]! >> 5 : 8;
  }

  /**
   * Passes the head of an item of this major type and returns its argument; -1 if it is of another
   * type.
   */
  head(major: number): number {
    const { bytes, position } = this;
    if (position >= bytes.length) return -1;
    const initial = bytes[position]!;
    if (initial >> 5 !== major) return -1;
    const info = initial & 31;
    if (info < 24) {
      this.position = position + 1;
      return info;
    }
    return this.longArgument(1 << (info - 24));
  }

  private longArgument(size: number): number {
    let value = 0;
    const end = this.position + 1 + size;
    for (let at = this.position + 1; at < end; at += 1) {
      value = value * 256 + this.bytes[at]!;
    }
    this.position = end;
    return value;
  }
}
