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
import { rangeOptions } from './lmdb-options.ts';
import type { OperationReader } from './operation-reader.ts';
import { PUT, REMOVE, TABLE_PUT, TABLE_REMOVE, TRIM_JOURNAL } from './operations.ts';
import { PieceLayout } from './pieces.ts';
import { type ByteDatabase, checksumOf } from './stored-values.ts';

/** Carries out operations inside an open transaction. */
export class OperationRunner {
  private readonly databases: readonly ByteDatabase[];
  private readonly layouts: readonly PieceLayout[];

  /** @param names of the databases, in the same order. */
  constructor(databases: readonly ByteDatabase[], names: readonly string[]) {
    this.databases = databases;
    this.layouts = names.map((name) => new PieceLayout(name));
  }

  /** Throws what LMDB throws. */
  run({ kind, database, key, value }: OperationReader): void {
    if (kind === PUT) this.database(database).putSync(key, value);
    else if (kind === REMOVE) this.database(database).removeSync(key);
    else if (kind === TABLE_PUT) this.putTableEntry(database, key, value);
    else if (kind === TABLE_REMOVE) this.removeTableEntry(database, key);
    else if (kind === TRIM_JOURNAL) this.trimJournal(key, readUint32(value, 0));
    else throw new Error(`operation ${kind} is unknown`);
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
    const options = { ...rangeOptions(null, false), end: Uint8Array.from(end), limit };
    const keys = [...journal.getKeys(options)].map((key) => Uint8Array.from(key));
    for (const key of keys) journal.removeSync(key);
  }
}
