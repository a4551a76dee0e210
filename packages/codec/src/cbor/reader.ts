import { shortAscii, SHORT_TEXT_LENGTH } from './ascii.ts';
import { CborError } from './cbor-error.ts';
import { compareRanges } from './compare.ts';
import {
  badHead,
  badKeyType,
  badSimple,
  badUtf8,
  outOfRange,
  strayTag,
  tooDeep,
  truncated,
  unexpected,
  type CborKind,
} from './faults.ts';
import { DEFAULT_CBOR_LIMITS, MAX_DEPTH, type CborLimits } from './limits.ts';
import { decodeUtf8, isUtf8 } from './utf8.ts';

const MAJOR_KINDS: readonly CborKind[] = [
  'uint',
  'negative',
  'bytes',
  'text',
  'array',
  'map',
  'tag',
];

// Scratch of skip(): one slot a level. Safe to share: skip() neither calls out nor yields.
const itemsLeft = new Int32Array(MAX_DEPTH + 1);
const keyStart = new Int32Array(MAX_DEPTH + 1);
const keyEnd = new Int32Array(MAX_DEPTH + 1);
const IN_ARRAY = -2;
const NO_KEY_YET = -1;

/**
 * Pull reader of deterministic CBOR (RFC 8949 §4.2.1), strict while it reads: shortest heads,
 * definite lengths, valid UTF-8, no floats, no undefined; tags only where `tag()` asks for one.
 *
 * The caller walks the shape it expects: `array()` and `map()` give the count, then that many items
 * (pairs) follow. The order of map keys is checked by `skip`, `raw`, `decode`, `readMap` and
 * `readRecord`, not by `map()`.
 */
export class CborReader {
  readonly input: Uint8Array;
  /** Position of the next byte to read. */
  offset: number;
  private readonly limit: number;
  private readonly maxDepth: number;
  private itemsAllowed: number;

  constructor(bytes: Uint8Array, limits: CborLimits = DEFAULT_CBOR_LIMITS) {
    const maxBytes = limits.maxBytes ?? DEFAULT_CBOR_LIMITS.maxBytes;
    if (bytes.length > maxBytes) {
      throw new CborError('CBOR_TOO_LARGE', `${bytes.length} bytes; at most ${maxBytes} are read`);
    }
    // A Buffer's views would be Buffers: one kind of result, and one kind of array for the compiler
    // to expect.
    this.input = bytes.constructor === Uint8Array ? bytes : plainView(bytes);
    this.offset = 0;
    this.limit = bytes.length;
    this.maxDepth = Math.min(limits.maxDepth ?? DEFAULT_CBOR_LIMITS.maxDepth, MAX_DEPTH);
    this.itemsAllowed = limits.maxItems ?? DEFAULT_CBOR_LIMITS.maxItems;
  }

  /** Kind of the next item, which stays unread. */
  peek(): CborKind {
    if (this.offset >= this.limit) throw truncated(this.limit);
    const initial = this.input[this.offset]!;
    if (initial < 0xe0) return MAJOR_KINDS[initial >> 5]!;
    if (initial === 0xf4 || initial === 0xf5) return 'bool';
    if (initial === 0xf6) return 'null';
    throw badSimple(initial & 31, this.offset);
  }

  /** Reads the head of an array; returns the number of items that follow. */
  array(): number {
    return this.count(this.head(4, 'an array'), 1);
  }

  /** Reads the head of an array that must have exactly `count` items. */
  arrayOf(count: number): void {
    const found = this.array();
    if (found === count) return;
    throw new CborError('CBOR_COUNT', `array of ${found} items; expected ${count}`, this.offset);
  }

  /**
   * Reads the head of a map; returns the number of pairs that follow. Order of keys: see `readMap`.
   */
  map(): number {
    return this.count(this.head(5, 'a map'), 2);
  }

  /** Unsigned integer up to 2^53 - 1. */
  uint(): number {
    const value = this.head(0, 'an unsigned integer');
    if (value <= Number.MAX_SAFE_INTEGER) return value;
    throw outOfRange('2^53 - 1; read it as uint64', this.offset);
  }

  /** Unsigned integer up to 2^64 - 1. */
  uint64(): bigint {
    const start = this.offset;
    return this.wide(start, this.head(0, 'an unsigned integer'));
  }

  /** Integer between -(2^53 - 1) and 2^53 - 1. */
  int(): number {
    if (this.offset >= this.limit || this.input[this.offset]! >> 5 !== 1) {
      return this.uint();
    }
    const value = -1 - this.head(1, 'an integer');
    if (value < Number.MIN_SAFE_INTEGER) throw outOfRange('-(2^53 - 1)', this.offset);
    return value;
  }

  /** Any CBOR integer: -2^64 to 2^64 - 1. */
  int64(): bigint {
    const start = this.offset;
    if (this.peek() !== 'negative') return this.uint64();
    return -1n - this.wide(start, this.head(1, 'an integer'));
  }

  text(): string {
    const length = this.length(this.head(3, 'text'));
    const start = this.offset;
    const end = start + length;
    this.offset = end;
    if (length <= SHORT_TEXT_LENGTH) {
      const text = shortAscii(this.input, start, end);
      if (text !== undefined) return text;
    }
    try {
      return decodeUtf8(this.input.subarray(start, end));
    } catch {
      throw badUtf8(start);
    }
  }

  /** Byte string as a view of the input: copy it if the input may change or should be freed. */
  bytes(): Uint8Array {
    const length = this.skipBytes();
    return this.input.subarray(this.offset - length, this.offset);
  }

  /** Byte string of exactly `length` bytes, as a view. */
  bytesOf(length: number): Uint8Array {
    const found = this.skipBytes();
    if (found === length) return this.input.subarray(this.offset - length, this.offset);
    throw new CborError('CBOR_COUNT', `${found} bytes; expected ${length}`, this.offset - found);
  }

  bool(): boolean {
    const kind = this.peek();
    if (kind !== 'bool') throw unexpected('true or false', kind, this.offset);
    this.spendItem();
    this.offset += 1;
    return this.input[this.offset - 1] === 0xf5;
  }

  null(): null {
    const kind = this.peek();
    if (kind !== 'null') throw unexpected('null', kind, this.offset);
    this.spendItem();
    this.offset += 1;
    return null;
  }

  /** Reads a tag's head; the tagged item follows. For COSE's outermost tag only. */
  tag(): number {
    return this.head(6, 'a tag');
  }

  /**
   * Passes a byte string; it lies in `input[offset - length, offset)`. Returns its length; no
   * allocation.
   */
  skipBytes(): number {
    const length = this.length(this.head(2, 'a byte string'));
    this.offset += length;
    return length;
  }

  /**
   * Passes a text, checking its UTF-8; it lies in `input[offset - length, offset)`. Returns its
   * byte length.
   */
  skipText(): number {
    const length = this.length(this.head(3, 'text'));
    const start = this.offset;
    if (!isUtf8(this.input, start, start + length)) throw badUtf8(start);
    this.offset = start + length;
    return length;
  }

  /** Passes one canonical item of any kind but a tag and returns its bytes as a view. */
  raw(): Uint8Array {
    const start = this.offset;
    this.skip();
    return this.input.subarray(start, this.offset);
  }

  /** Passes one canonical item of any kind but a tag, however deep; without recursion. */
  skip(): void {
    let level = 0;
    do {
      const start = this.offset;
      const opened = this.skipHead(level);
      if (level > 0 && keyStart[level] !== IN_ARRAY && (itemsLeft[level]! & 1) === 0) {
        this.checkKey(level, start);
      }
      if (opened) {
        level += 1;
        continue;
      }
      while (level > 0) {
        const left = itemsLeft[level]! - 1;
        itemsLeft[level] = left;
        if (left > 0) break;
        level -= 1;
      }
    } while (level > 0);
  }

  /**
   * Throws unless the key in `input[start, offset)` sorts after the one in `input[previous,
   * previousEnd)`.
   */
  checkKeyOrder(previous: number, previousEnd: number, start: number): void {
    const order = compareRanges(this.input, previous, previousEnd, start, this.offset);
    if (order < 0) return;
    if (order === 0) throw new CborError('CBOR_KEY_DUPLICATE', 'the same map key twice', start);
    throw new CborError('CBOR_KEY_ORDER', 'map keys not in bytewise order', start);
  }

  /** Throws unless all of the input has been read. */
  end(): void {
    if (this.offset === this.limit) return;
    const left = this.limit - this.offset;
    throw new CborError('CBOR_TRAILING', `${left} bytes after the end of the item`, this.offset);
  }

  /**
   * Passes a scalar, or a container's head; true if a container with items was opened at `level +
   * 1`.
   */
  private skipHead(level: number): boolean {
    const start = this.offset;
    if (start >= this.limit) throw truncated(this.limit);
    const initial = this.input[start]!;
    const major = initial >> 5;
    if (major === 7) {
      if (initial < 0xf4 || initial > 0xf6) throw badSimple(initial & 31, this.offset);
      this.spendItem();
      this.offset = start + 1;
      return false;
    }
    const argument = this.argument(initial & 31);
    switch (major) {
      case 2:
        this.offset += this.length(argument);
        return false;
      case 3: {
        const end = this.offset + this.length(argument);
        if (!isUtf8(this.input, this.offset, end)) throw badUtf8(this.offset);
        this.offset = end;
        return false;
      }
      case 4:
        return this.open(level, this.count(argument, 1), IN_ARRAY);
      case 5:
        return this.open(level, this.count(argument, 2) * 2, NO_KEY_YET);
      case 6:
        throw strayTag(start);
      default:
        return false;
    }
  }

  private open(level: number, items: number, firstKey: number): boolean {
    if (level >= this.maxDepth) throw tooDeep(this.maxDepth, this.offset);
    itemsLeft[level + 1] = items;
    keyStart[level + 1] = firstKey;
    return items > 0;
  }

  private checkKey(level: number, start: number): void {
    const major = this.input[start]! >> 5;
    if (major !== 0 && major !== 1 && major !== 3) throw badKeyType(start);
    const previous = keyStart[level]!;
    if (previous !== NO_KEY_YET) {
      this.checkKeyOrder(previous, keyEnd[level]!, start);
    }
    keyStart[level] = start;
    keyEnd[level] = this.offset;
  }

  private head(major: number, what: string): number {
    const start = this.offset;
    if (start >= this.limit) throw truncated(this.limit);
    const initial = this.input[start]!;
    if (initial >> 5 !== major) throw unexpected(what, this.peek(), this.offset);
    return this.argument(initial & 31);
  }

  /** Argument of the head at `offset`, moving past it. Above 2^53 the result is rounded. */
  private argument(info: number): number {
    this.spendItem();
    const at = this.offset + 1;
    if (info < 24) {
      this.offset = at;
      return info;
    }
    if (info > 27) throw badHead(info, at - 1);
    const size = 1 << (info - 24);
    if (at + size > this.limit) throw truncated(this.limit);
    let value = this.input[at]!;
    for (let index = at + 1; index < at + size; index += 1) {
      value = value * 256 + this.input[index]!;
    }
    const smallest = size === 1 ? 24 : size === 2 ? 0x100 : size === 4 ? 0x1_0000 : 0x1_0000_0000;
    if (value < smallest) throw new CborError('CBOR_NOT_MINIMAL', 'head not shortest', at - 1);
    this.offset = at + size;
    return value;
  }

  /** Exact value of the integer head at `start`, whose possibly rounded argument is `argument`. */
  private wide(start: number, argument: number): bigint {
    if (argument <= Number.MAX_SAFE_INTEGER) return BigInt(argument);
    let value = 0n;
    for (let at = start + 1; at < start + 9; at += 1) {
      value = (value << 8n) | BigInt(this.input[at]!);
    }
    return value;
  }

  private count(count: number, bytesEach: number): number {
    // An item has at least one byte, so a count above what is left is a lie: refuse before anyone
    // allocates.
    if (count * bytesEach > this.limit - this.offset) throw truncated(this.limit);
    return count;
  }

  private length(length: number): number {
    if (length > this.limit - this.offset) throw truncated(this.limit);
    return length;
  }

  private spendItem(): void {
    this.itemsAllowed -= 1;
    if (this.itemsAllowed < 0) {
      throw new CborError('CBOR_TOO_MANY_ITEMS', 'more items than allowed', this.offset);
    }
  }
}

function plainView(bytes: Uint8Array): Uint8Array {
  return new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.length);
}
