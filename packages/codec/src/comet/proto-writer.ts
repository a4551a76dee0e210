import { encodeUtf8 } from '../cbor/utf8.ts';

const VARINT = 0;
const FIXED64 = 1;
const LENGTH_DELIMITED = 2;
const TWO_TO_31 = 0x8000_0000;

/**
 * The little of protobuf that CometBFT hashes and signs. As in proto3, zero and empty fields are
 * left out; `message` and `element` always write (gogoproto's `nullable=false`, and items of a
 * repeated field).
 */
export class ProtoWriter {
  private buffer: Uint8Array;
  private position = 0;

  constructor(initialSize: number = 128) {
    this.buffer = new Uint8Array(initialSize);
  }

  /**
   * int64, int32, uint64, uint32 or enum; negative numbers take ten bytes, as protobuf has them.
   */
  varint(field: number, value: number | bigint): this {
    if (value === 0 || value === 0n) return this;
    this.smallVarint(field * 8 + VARINT);
    if (typeof value === 'number' && value > 0 && value < TWO_TO_31) return this.smallVarint(value);
    return this.wideVarint(BigInt.asUintN(64, BigInt(value)));
  }

  sfixed64(field: number, value: number | bigint): this {
    if (value === 0 || value === 0n) return this;
    this.smallVarint(field * 8 + FIXED64);
    let rest = BigInt.asUintN(64, BigInt(value));
    this.reserve(8);
    for (let index = 0; index < 8; index += 1) {
      this.buffer[this.position] = Number(rest & 0xffn);
      this.position += 1;
      rest >>= 8n;
    }
    return this;
  }

  bytes(field: number, bytes: Uint8Array): this {
    return bytes.length === 0 ? this : this.element(field, bytes);
  }

  text(field: number, text: string): this {
    return this.bytes(field, encodeUtf8(text));
  }

  /** A message that is written even when it is empty. */
  message(field: number, message: ProtoWriter): this {
    return this.element(field, message.view());
  }

  /** One item of a repeated bytes or message field. */
  element(field: number, bytes: Uint8Array): this {
    this.smallVarint(field * 8 + LENGTH_DELIMITED);
    return this.delimited(bytes);
  }

  /** Varint length, then the bytes, without a field head. */
  delimited(bytes: Uint8Array): this {
    this.smallVarint(bytes.length);
    this.reserve(bytes.length);
    this.buffer.set(bytes, this.position);
    this.position += bytes.length;
    return this;
  }

  finish(): Uint8Array {
    return this.buffer.slice(0, this.position);
  }

  /** What was written, valid until more is. */
  view(): Uint8Array {
    return this.buffer.subarray(0, this.position);
  }

  /** Heads and lengths, which are most of what is written: without a bigint, and below 2^31. */
  private smallVarint(value: number): this {
    this.reserve(5);
    let rest = value;
    while (rest >= 0x80) {
      this.buffer[this.position] = (rest & 0x7f) | 0x80;
      this.position += 1;
      rest >>>= 7;
    }
    this.buffer[this.position] = rest;
    this.position += 1;
    return this;
  }

  private wideVarint(value: bigint): this {
    this.reserve(10);
    let rest = value;
    while (rest >= 0x80n) {
      this.buffer[this.position] = Number(rest & 0x7fn) | 0x80;
      this.position += 1;
      rest >>= 7n;
    }
    this.buffer[this.position] = Number(rest);
    this.position += 1;
    return this;
  }

  private reserve(size: number): void {
    const needed = this.position + size;
    if (needed <= this.buffer.length) return;
    const grown = new Uint8Array(Math.max(needed, this.buffer.length * 2));
    grown.set(this.view());
    this.buffer = grown;
  }
}
