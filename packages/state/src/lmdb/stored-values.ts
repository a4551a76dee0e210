import { crc32 } from 'node:zlib';
import type { Database } from 'lmdb';
import { StateError } from '../state-error.ts';
import { CHECKSUM_BYTES, IN_PIECES, LENGTH_BYTES, readUint32, TAG_BYTES, WHOLE } from './layout.ts';
import { PieceLayout } from './pieces.ts';

export type ByteDatabase = Database<Uint8Array, Uint8Array>;

/** Guards what no hash covers: side tables, journal and head. Any single flipped bit changes it. */
export function checksumOf(key: Uint8Array, value: Uint8Array): number {
  return crc32(value, crc32(key));
}

/** A copy that shares nothing with LMDB's buffers. (`slice` of a Buffer would be a view.) */
export function copyOf(bytes: Uint8Array, start: number, end: number): Uint8Array {
  const copy = new Uint8Array(end - start);
  copy.set(bytes.subarray(start, end));
  return copy;
}

/** Reads the values of one database, put together if they lie in pieces. */
export class ValueReader {
  private readonly pieces: ByteDatabase;
  private readonly layout: PieceLayout;
  private readonly headBytes: number;

  /** @param headBytes length of the hash or checksum that each stored value begins with. */
  constructor(database: string, pieces: ByteDatabase, headBytes: number) {
    this.pieces = pieces;
    this.layout = new PieceLayout(database);
    this.headBytes = headBytes;
  }

  /** The value of a stored entry: a copy. */
  valueOf(key: Uint8Array, stored: Uint8Array): Uint8Array {
    const value = this.viewOf(key, stored);
    return value.buffer === stored.buffer ? copyOf(value, 0, value.length) : value;
  }

  /** The value of a stored entry: a view of it, if it does not lie in pieces. */
  viewOf(key: Uint8Array, stored: Uint8Array): Uint8Array {
    const { headBytes } = this;
    const start = headBytes + TAG_BYTES;
    const tag = stored[headBytes];
    if (tag === WHOLE) return stored.subarray(start, stored.length);
    if (tag !== IN_PIECES || stored.length !== start + LENGTH_BYTES) {
      throw corruptEntry(key, 'its header makes no sense');
    }
    return this.join(key, readUint32(stored, start));
  }

  /** Length of a value that lies in pieces, else 0. */
  lengthInPieces(stored: Uint8Array): number {
    const { headBytes } = this;
    return stored[headBytes] === IN_PIECES ? readUint32(stored, headBytes + TAG_BYTES) : 0;
  }

  private join(key: Uint8Array, length: number): Uint8Array {
    const size = this.layout.size(key.length);
    const count = this.layout.count(key.length, length);
    const parts: Uint8Array[] = [];
    for (let index = 0; index < count; index += 1) {
      const part = this.pieces.getBinary(this.layout.key(key, index));
      const expected = Math.min(size, length - index * size);
      if (part === undefined || part.length !== expected) {
        throw corruptEntry(key, `piece ${index} of ${count} is missing or cut`);
      }
      parts.push(part);
    }
    const value = new Uint8Array(length);
    for (const [index, part] of parts.entries()) value.set(part, index * size);
    return value;
  }
}

/** Throws unless the checksum in front of a side table's stored entry is that of key and value. */
export function checkTableEntry(key: Uint8Array, value: Uint8Array, stored: Uint8Array): void {
  if (stored.length < CHECKSUM_BYTES || readUint32(stored, 0) !== checksumOf(key, value)) {
    throw corruptEntry(key, 'its checksum is wrong');
  }
}

export function corruptEntry(key: Uint8Array, what: string): StateError {
  const name = Buffer.from(key.subarray(0, 40)).toString('hex');
  return new StateError(
    'STATE_CORRUPT',
    `The entry with key ${name} is damaged: ${what}. Stop the node, check the disk, and restore ` +
      'the store from a backup or from another node.',
  );
}
