import { CborError } from './cbor-error.ts';
import { writeUtf8 } from './utf8.ts';

const INITIAL_SIZE = 256;
const TWO_TO_32 = 0x1_0000_0000;

/**
 * Writer of deterministic CBOR: shortest heads, definite lengths. The caller writes map keys in
 * bytewise order of their encodings (for text: shorter first, then bytewise); `encode` sorts by
 * itself.
 */
export class CborWriter {
  private buffer: Uint8Array;
  private position = 0;

  constructor(initialSize: number = INITIAL_SIZE) {
    this.buffer = new Uint8Array(initialSize);
  }

  /** Bytes written so far. */
  get length(): number {
    return this.position;
  }

  array(count: number): this {
    return this.head(4, count);
  }

  map(count: number): this {
    return this.head(5, count);
  }

  /** Head of a tag; the tagged item follows. */
  tag(tag: number): this {
    return this.head(6, tag);
  }

  /** Unsigned integer up to 2^64 - 1; a number must be a safe integer. */
  uint(value: number | bigint): this {
    return typeof value === 'bigint' ? this.wide(0, value) : this.head(0, value);
  }

  /** Integer from -2^64 to 2^64 - 1; a number must be a safe integer. */
  int(value: number | bigint): this {
    if (value >= 0) return this.uint(value);
    if (typeof value === 'bigint') return this.wide(1, -1n - value);
    // -2^53 is no safe integer though its argument, 2^53 - 1, is: two integers round to it.
    return this.head(1, value === -(2 ** 53) ? Number.NaN : -1 - value);
  }

  text(text: string): this {
    const length = text.length;
    if (length < 24) {
      this.reserve(length + 1);
      const start = this.position + 1;
      let index = 0;
      for (; index < length; index += 1) {
        const unit = text.charCodeAt(index);
        if (unit >= 0x80) break;
        this.buffer[start + index] = unit;
      }
      if (index === length) {
        this.buffer[this.position] = 0x60 | length;
        this.position = start + length;
        return this;
      }
    }
    return this.longText(text);
  }

  bytes(bytes: Uint8Array): this {
    this.head(2, bytes.length);
    return this.raw(bytes);
  }

  bool(value: boolean): this {
    return this.byte(value ? 0xf5 : 0xf4);
  }

  null(): this {
    return this.byte(0xf6);
  }

  /** Copies bytes that are deterministic CBOR already. */
  raw(item: Uint8Array): this {
    this.reserve(item.length);
    this.buffer.set(item, this.position);
    this.position += item.length;
    return this;
  }

  /** A copy of what was written. The writer may go on, or start again after `clear`. */
  finish(): Uint8Array {
    return this.buffer.slice(0, this.position);
  }

  /** Forgets what was written and keeps the memory. */
  clear(): this {
    this.position = 0;
    return this;
  }

  private byte(value: number): this {
    this.reserve(1);
    this.buffer[this.position] = value;
    this.position += 1;
    return this;
  }

  private longText(text: string): this {
    if (!text.isWellFormed()) {
      throw new CborError('CBOR_UTF8', 'text holds a lone surrogate; it has no UTF-8 form');
    }
    const length = utf8Length(text);
    this.head(3, length);
    this.reserve(length);
    this.position += writeUtf8(text, this.buffer, this.position);
    return this;
  }

  private head(major: number, argument: number): this {
    if (!Number.isSafeInteger(argument) || argument < 0) {
      throw new CborError('CBOR_RANGE', `${argument} is not a safe integer of the kind written`);
    }
    this.reserve(9);
    const buffer = this.buffer;
    const at = this.position;
    const type = major << 5;
    if (argument < 24) {
      buffer[at] = type | argument;
      this.position = at + 1;
    } else if (argument < 0x100) {
      buffer[at] = type | 24;
      buffer[at + 1] = argument;
      this.position = at + 2;
    } else if (argument < 0x1_0000) {
      buffer[at] = type | 25;
      buffer[at + 1] = argument >>> 8;
      buffer[at + 2] = argument;
      this.position = at + 3;
    } else if (argument < TWO_TO_32) {
      buffer[at] = type | 26;
      writeUint32(buffer, at + 1, argument);
      this.position = at + 5;
    } else {
      buffer[at] = type | 27;
      writeUint32(buffer, at + 1, Math.floor(argument / TWO_TO_32));
      writeUint32(buffer, at + 5, argument % TWO_TO_32);
      this.position = at + 9;
    }
    return this;
  }

  private wide(major: number, argument: bigint): this {
    if (argument <= Number.MAX_SAFE_INTEGER) return this.head(major, Number(argument));
    if (argument > 0xffff_ffff_ffff_ffffn) {
      throw new CborError('CBOR_RANGE', 'integer beyond 64 bits');
    }
    this.reserve(9);
    this.buffer[this.position] = (major << 5) | 27;
    writeUint32(this.buffer, this.position + 1, Number(argument >> 32n));
    writeUint32(this.buffer, this.position + 5, Number(argument & 0xffff_ffffn));
    this.position += 9;
    return this;
  }

  private reserve(size: number): void {
    const needed = this.position + size;
    if (needed <= this.buffer.length) return;
    const grown = new Uint8Array(Math.max(needed, this.buffer.length * 2));
    grown.set(this.buffer.subarray(0, this.position));
    this.buffer = grown;
  }
}

function writeUint32(buffer: Uint8Array, at: number, value: number): void {
  buffer[at] = value >>> 24;
  buffer[at + 1] = value >>> 16;
  buffer[at + 2] = value >>> 8;
  buffer[at + 3] = value;
}

/** UTF-8 bytes of well-formed text. */
function utf8Length(text: string): number {
  let length = text.length;
  for (let index = 0; index < text.length; index += 1) {
    const unit = text.charCodeAt(index);
    if (unit < 0x80) continue;
    // A surrogate pair is two units and four bytes: one more for each half.
    length += unit < 0x800 || (unit >= 0xd800 && unit <= 0xdfff) ? 1 : 2;
  }
  return length;
}
