import { decodeUtf8 } from '../cbor/utf8.ts';
import { CometError } from './comet-error.ts';

const VARINT = 0;
const FIXED64 = 1;
const LENGTH_DELIMITED = 2;
const FIXED32 = 5;
const MAX_VARINT_BYTES = 10;

/** One field of a message: its number, and its value read by the method that fits its type. */
export interface ProtoField {
  readonly field: number;
  readonly uint: () => bigint;
  readonly int: () => bigint;
  /** A number of at most 2^53 - 1. */
  readonly number: () => number;
  readonly bytes: () => Uint8Array;
  readonly text: () => string;
}

/**
 * Walks the fields of a protobuf message. What it yields are views of `message`. A field of a type that does not
 * fit, a length beyond the end and a varint that is too long are refused; fields that nobody asks for are skipped.
 * @throws CometError COMET_MALFORMED
 */
export function* protoFields(message: Uint8Array): Generator<ProtoField> {
  const cursor = { bytes: message, at: 0 };
  while (cursor.at < message.length) {
    const head = varint(cursor);
    const type = Number(head & 7n);
    const number = head >> 3n;
    if (number < 1n || number > 536_870_911n) throw malformed(`field number ${number}`);
    yield fieldOf(Number(number), type, valueOf(cursor, type));
  }
}

interface Cursor {
  readonly bytes: Uint8Array;
  at: number;
}

type Value = bigint | Uint8Array;

function valueOf(cursor: Cursor, type: number): Value {
  if (type === VARINT) return varint(cursor);
  if (type === LENGTH_DELIMITED) return take(cursor, varint(cursor));
  if (type === FIXED64) return take(cursor, 8n);
  if (type === FIXED32) return take(cursor, 4n);
  throw malformed(`wire type ${type}`);
}

function fieldOf(field: number, type: number, value: Value): ProtoField {
  const uint = (): bigint => {
    if (type !== VARINT || typeof value !== 'bigint')
      throw malformed(`field ${field} is no number`);
    return value;
  };
  const bytes = (): Uint8Array => {
    if (type !== LENGTH_DELIMITED || typeof value === 'bigint') {
      throw malformed(`field ${field} has no bytes`);
    }
    return value;
  };
  return {
    field,
    uint,
    int: () => BigInt.asIntN(64, uint()),
    number: () => {
      const found = BigInt.asIntN(64, uint());
      if (found < BigInt(Number.MIN_SAFE_INTEGER) || found > BigInt(Number.MAX_SAFE_INTEGER)) {
        throw malformed(`field ${field} is out of range`);
      }
      return Number(found);
    },
    bytes,
    text: () => {
      try {
        return decodeUtf8(bytes());
      } catch {
        throw malformed(`field ${field} is no text`);
      }
    },
  };
}

function take(cursor: Cursor, length: bigint): Uint8Array {
  const end = BigInt(cursor.at) + length;
  if (end > BigInt(cursor.bytes.length)) throw malformed('it ends inside a field');
  const start = cursor.at;
  cursor.at = Number(end);
  return cursor.bytes.subarray(start, cursor.at);
}

function varint(cursor: Cursor): bigint {
  let value = 0n;
  for (let index = 0; index < MAX_VARINT_BYTES; index += 1) {
    const byte = cursor.bytes[cursor.at];
    if (byte === undefined) throw malformed('it ends inside a number');
    cursor.at += 1;
    value |= BigInt(byte & 0x7f) << BigInt(7 * index);
    if (byte < 0x80) {
      if (value >= 1n << 64n) throw malformed('a number has more than 64 bits');
      return value;
    }
  }
  throw malformed('a number has more than ten bytes');
}

function malformed(what: string): CometError {
  return new CometError('COMET_MALFORMED', `This is no protobuf message: ${what}`);
}
