import { open, type RootDatabase } from 'lmdb';
import { checkRangeBounds, isEmptyRange, unknownTable } from '../check-input.ts';
import { compareKeys } from '../proof/key-bits.ts';
import { StateError } from '../state-error.ts';
import type { Entry, EntryRange, StateStatistics, StateView } from '../store.ts';
import { EntryCursor } from './entry-cursor.ts';
import { commitOf, decodeHead, type Head, HEAD_KEY } from './head.ts';
import {
  CHECKSUM_BYTES,
  HASH_BYTES_STORED,
  JOURNAL_DATABASE,
  MAP_DATABASE,
  META_DATABASE,
  PIECES_DATABASE,
  TABLE_PREFIX,
} from './layout.ts';
import { BINARY, lmdbOptions } from './lmdb-options.ts';
import { checkRecord } from './record-check.ts';
import { RecordCursor } from './record-cursor.ts';
import { type ByteDatabase, checkTableEntry, copyOf, ValueReader } from './stored-values.ts';

/** Many ranges are short; those that are not are read in longer slices. */
const FIRST_SLICE_ENTRIES = 10;
const SLICE_ENTRIES = 100;

/** What `lmdb` tells of a file; its types don't. */
interface LmdbStatistics {
  readonly pageSize: number;
  readonly lastPageNumber: number;
  readonly mapSize: number;
  readonly numReaders: number;
  readonly maxReaders: number;
}

interface StoredDatabase {
  readonly entries: EntryCursor;
  /** Value of a stored entry, checked as far as the database has checksums; it may be a view of the entry. */
  readonly valueOf: (key: Uint8Array, stored: Uint8Array) => Uint8Array;
}

interface StoredTable extends StoredDatabase {
  readonly get: (key: Uint8Array) => Uint8Array | undefined;
}

/**
 * The LMDB file as one thread reads it. All reads of one turn of the event loop see the same version; `refresh` makes
 * the next read see the newest.
 */
export class StoreFiles {
  readonly root: RootDatabase<Uint8Array, Uint8Array>;
  readonly journal: ByteDatabase;
  readonly pieces: ByteDatabase;
  readonly cursor: RecordCursor;
  readonly records: ByteDatabase;
  private readonly meta: ByteDatabase;
  private readonly recordValues: ValueReader;
  private readonly map: StoredDatabase;
  private readonly checkedMap: StoredDatabase;
  private readonly tables: ReadonlyMap<string, StoredTable>;

  constructor(directory: string, tables: readonly string[], mapSizeBytes: number | undefined) {
    const options = lmdbOptions(directory, tables.length + 4, mapSizeBytes);
    this.root = open({ ...options, readOnly: true });
    this.meta = this.openDatabase(META_DATABASE);
    this.journal = this.openDatabase(JOURNAL_DATABASE);
    this.pieces = this.openDatabase(PIECES_DATABASE);
    this.records = this.openDatabase(MAP_DATABASE);
    this.recordValues = new ValueReader(MAP_DATABASE, this.pieces, HASH_BYTES_STORED);
    this.map = {
      entries: new EntryCursor(this.root, MAP_DATABASE),
      valueOf: (key, stored) => this.recordValues.viewOf(key, stored),
    };
    this.checkedMap = {
      entries: this.map.entries,
      valueOf: (key, stored) => this.checkedValueOf(key, stored),
    };
    this.tables = new Map(tables.map((name) => [name, this.openTable(name)]));
    this.cursor = new RecordCursor(this.root);
  }

  refresh(): void {
    this.root.resetReadTxn();
  }

  /** Commit number of the version that reads see; -1 if the store was never committed. */
  commit(): number {
    const bytes = this.meta.getBinaryFast(HEAD_KEY);
    return bytes === undefined ? -1 : commitOf(bytes);
  }

  head(): Head | null {
    const bytes = this.meta.getBinary(HEAD_KEY);
    return bytes === undefined ? null : decodeHead(copyOf(bytes, 0, bytes.length));
  }

  /** Length of the LMDB file and of its map, and its readers, by its own account. */
  usage(): Pick<StateStatistics, 'fileBytes' | 'mapBytes' | 'readers' | 'maxReaders'> {
    const { pageSize, lastPageNumber, mapSize, numReaders, maxReaders } =
      this.root.getStats() as LmdbStatistics;
    const fileBytes = pageSize * (lastPageNumber + 1);
    return { fileBytes, mapBytes: mapSize, readers: numReaders, maxReaders };
  }

  getRecord(key: Uint8Array): Uint8Array | undefined {
    const stored = this.records.getBinaryFast(key);
    return stored === undefined ? undefined : this.recordValues.valueOf(key, stored);
  }

  rangeOfRecords(range: EntryRange): Iterable<Entry> {
    return rangeOf(this.map, range);
  }

  /** As `getRecord`, but throws STATE_CORRUPT unless the value is the one that the leaf hash was made of. */
  getCheckedRecord(key: Uint8Array): Uint8Array | undefined {
    const stored = this.records.getBinaryFast(key);
    if (stored === undefined) return undefined;
    return this.checkedValueOf(key, copyOf(stored, 0, stored.length));
  }

  rangeOfCheckedRecords(range: EntryRange): Iterable<Entry> {
    return rangeOf(this.checkedMap, range);
  }

  /** Names of the side tables. */
  get tableNames(): string[] {
    return [...this.tables.keys()];
  }

  table(name: string): StateView {
    const table = this.tables.get(name);
    if (table === undefined) throw unknownTable(name);
    return { get: table.get, range: (range) => rangeOf(table, range) };
  }

  async close(): Promise<void> {
    this.cursor.stop();
    await this.root.close();
  }

  /** @param stored a copy: putting pieces together overwrites what LMDB handed over. */
  private checkedValueOf(key: Uint8Array, stored: Uint8Array): Uint8Array {
    const value = this.recordValues.viewOf(key, stored);
    checkRecord(key, value, stored);
    return value;
  }

  private openDatabase(name: string): ByteDatabase {
    // Whatever its types say, `lmdb` gives undefined for a database that is not there when it may not create it.
    const database: ByteDatabase | undefined = this.root.openDB(name, BINARY);
    if (database !== undefined) return database;
    throw new StateError(
      'STATE_MISSING',
      `The store has no "${name}" yet. Open it for writing first, with the same tables.`,
    );
  }

  private openTable(name: string): StoredTable {
    const full = TABLE_PREFIX + name;
    const database = this.openDatabase(full);
    const values = new ValueReader(full, this.pieces, CHECKSUM_BYTES);
    const checked = (key: Uint8Array, stored: Uint8Array): Uint8Array => {
      const value = values.viewOf(key, stored);
      checkTableEntry(key, value, stored);
      return value;
    };
    const get = (key: Uint8Array): Uint8Array | undefined => {
      const stored = database.getBinaryFast(key);
      return stored === undefined ? undefined : checked(key, copyOf(stored, 0, stored.length));
    };
    return { entries: new EntryCursor(this.root, full), valueOf: checked, get };
  }
}

/** Slice by slice, so that no cursor stays open when the caller stops early or reads something else meanwhile. */
function* rangeOf(source: StoredDatabase, range: EntryRange): Generator<Entry> {
  checkRangeBounds(range);
  if (isEmptyRange(range)) return;
  const { start, end, limit = Infinity, reverse = false } = range;
  let bound = reverse ? end : start;
  let isBoundIncluded = !reverse;
  let size = FIRST_SLICE_ENTRIES;
  for (let left = limit; left > 0; ) {
    const wanted = Math.min(left, size) + (isBoundIncluded ? 0 : 1);
    const slice = source.entries.read(bound, reverse, wanted);
    for (const { key, value } of slice) {
      if (!isBoundIncluded && bound !== null && compareKeys(key, bound) === 0) continue;
      const isPast = reverse
        ? compareKeys(key, start) < 0
        : end !== null && compareKeys(key, end) >= 0;
      if (isPast) return;
      yield { key, value: source.valueOf(key, value) };
      left -= 1;
      if (left === 0) return;
    }
    const last = slice.at(-1);
    if (last === undefined || slice.length < wanted) return;
    bound = last.key;
    isBoundIncluded = false;
    size = SLICE_ENTRIES;
  }
}
