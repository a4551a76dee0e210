import {
  CHECKSUM_BYTES,
  IN_PIECES,
  isWhole,
  JOURNAL_NUMBER,
  LENGTH_BYTES,
  PIECES_NUMBER,
  readUint32,
  TAG_BYTES,
  WHOLE,
  writeUint32,
} from './layout.ts';
import {
  CHUNK_HEAD_BYTES,
  OPERATION_HEAD_BYTES,
  PUT,
  REMOVE,
  TABLE_PUT,
  TABLE_REMOVE,
  TRIM_JOURNAL,
} from './operations.ts';
import { PieceLayout } from './pieces.ts';
import { type ByteDatabase, checksumOf } from './stored-values.ts';

const NO_KEY = new Uint8Array(0);

/** Carries out operations inside an open transaction. */
export class OperationRunner {
  private readonly databases: readonly ByteDatabase[];
  private readonly layouts: readonly PieceLayout[];

  /** @param names of the databases, in the same order. */
  constructor(databases: readonly ByteDatabase[], names: readonly string[]) {
    this.databases = databases;
    this.layouts = names.map((name) => new PieceLayout(name));
  }

  /** Runs the operations of a chunk that ends at `end`. Throws what LMDB throws. */
  run(chunk: Uint8Array, end: number): void {
    let offset = CHUNK_HEAD_BYTES;
    while (offset < end) {
      const kind = chunk[offset];
      const database = chunk[offset + 1] as number;
      const keyLength = (chunk[offset + 2] as number) | ((chunk[offset + 3] as number) << 8);
      const valueLength = littleEndian(chunk, offset + 4);
      const keyStart = offset + OPERATION_HEAD_BYTES;
      const valueStart = keyStart + keyLength;
      offset = valueStart + valueLength;
      const key = chunk.subarray(keyStart, valueStart);
      const value = chunk.subarray(valueStart, offset);
      if (kind === PUT) this.database(database).putSync(key, value);
      else if (kind === REMOVE) this.database(database).removeSync(key);
      else if (kind === TABLE_PUT) this.putTableEntry(database, key, value);
      else if (kind === TABLE_REMOVE) this.removeTableEntry(database, key);
      else if (kind === TRIM_JOURNAL) this.trimJournal(key, readUint32(value, 0));
      else throw new Error(`operation ${kind} is unknown`);
    }
  }

  private database(number: number): ByteDatabase {
    const database = this.databases[number];
    if (database === undefined) throw new Error(`database ${number} is unknown`);
    return database;
  }

  private layout(number: number): PieceLayout {
    const layout = this.layouts[number];
    if (layout === undefined) throw new Error(`database ${number} is unknown`);
    return layout;
  }

  private putTableEntry(database: number, key: Uint8Array, value: Uint8Array): void {
    const layout = this.layout(database);
    const isInOne = isWhole(key.length, CHECKSUM_BYTES + TAG_BYTES, value.length);
    const count = isInOne ? 0 : layout.count(key.length, value.length);
    this.removePieces(database, key, count);
    const head = CHECKSUM_BYTES + TAG_BYTES;
    const stored = new Uint8Array(head + (isInOne ? value.length : LENGTH_BYTES));
    writeUint32(stored, 0, checksumOf(key, value));
    stored[CHECKSUM_BYTES] = isInOne ? WHOLE : IN_PIECES;
    if (isInOne) stored.set(value, head);
    else writeUint32(stored, head, value.length);
    this.database(database).putSync(key, stored);
    const size = layout.size(key.length);
    for (let index = 0; index < count; index += 1) {
      const piece = value.subarray(index * size, (index + 1) * size);
      this.database(PIECES_NUMBER).putSync(layout.key(key, index), piece);
    }
  }

  private removeTableEntry(database: number, key: Uint8Array): void {
    this.removePieces(database, key, 0);
    this.database(database).removeSync(key);
  }

  /** Removes the pieces of the entry's present value from number `kept` on. */
  private removePieces(database: number, key: Uint8Array, kept: number): void {
    const old = this.database(database).getBinaryFast(key);
    if (old === undefined || old[CHECKSUM_BYTES] !== IN_PIECES) return;
    const layout = this.layout(database);
    const count = layout.count(key.length, readUint32(old, CHECKSUM_BYTES + TAG_BYTES));
    for (let index = kept; index < count; index += 1) {
      this.database(PIECES_NUMBER).removeSync(layout.key(key, index));
    }
  }

  private trimJournal(end: Uint8Array, limit: number): void {
    const journal = this.database(JOURNAL_NUMBER);
    const range = { start: NO_KEY, end: Uint8Array.from(end), limit };
    const keys = [...journal.getKeys(range)].map((key) => Uint8Array.from(key));
    for (const key of keys) journal.removeSync(key);
  }
}

function littleEndian(bytes: Uint8Array, at: number): number {
  const [a, b, c, d] = [bytes[at], bytes[at + 1], bytes[at + 2], bytes[at + 3]];
  return ((a ?? 0) | ((b ?? 0) << 8) | ((c ?? 0) << 16) | ((d ?? 0) << 24)) >>> 0;
}
