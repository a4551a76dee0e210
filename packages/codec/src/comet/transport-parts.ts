import type { CborReader } from '../cbor/reader.ts';
import type { CborWriter } from '../cbor/writer.ts';
import { CometError } from './comet-error.ts';
import { ZERO_TIME, type BlockId, type Timestamp } from './types.ts';

/** 9999-12-31T23:59:59Z, the last second that RFC 3339 can write. */
const LAST_SECOND = 253_402_300_799;

export function writeTime(writer: CborWriter, time: Timestamp): void {
  checkTime(Number(time.seconds), time.nanos);
  writer.array(2).int(time.seconds).uint(time.nanos);
}

export function readTime(reader: CborReader): Timestamp {
  reader.arrayOf(2);
  const seconds = reader.int();
  const nanos = reader.uint();
  checkTime(seconds, nanos);
  return { seconds: BigInt(seconds), nanos };
}

export function writeBlockId(writer: CborWriter, id: BlockId): void {
  writer.array(3).bytes(id.hash).uint(id.parts.total).bytes(id.parts.hash);
}

export function readBlockId(reader: CborReader): BlockId {
  reader.arrayOf(3);
  const hash = readHash(reader);
  const total = reader.uint();
  if (total > 0xffff_ffff) throw new CometError('COMET_RANGE', 'more block parts than 2^32 - 1');
  return { hash, parts: { total, hash: readHash(reader) } };
}

/** A hash of 32 bytes, or none. */
export function readHash(reader: CborReader): Uint8Array {
  const hash = reader.bytes();
  if (hash.length === 0 || hash.length === 32) return hash;
  throw new CometError('COMET_HASH_LENGTH', `a hash of ${hash.length} bytes; expected 32 or none`);
}

function checkTime(seconds: number, nanos: number): void {
  const known = seconds >= Number(ZERO_TIME.seconds) && seconds <= LAST_SECOND;
  if (known && nanos >= 0 && nanos < 1_000_000_000) return;
  throw new CometError('COMET_TIME', 'a time must lie in the years 1 to 9999, nanos below 10^9');
}
