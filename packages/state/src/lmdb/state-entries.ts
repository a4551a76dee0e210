import { join } from 'node:path';
import { checkTableNames } from '../check-input.ts';
import { StateError } from '../state-error.ts';
import type { Entry, StateStoreOptions, StateView } from '../store.ts';
import { checkFileLength } from './check-file-length.ts';
import { fileBytes } from './directory.ts';
import { LMDB_FILE } from './layout.ts';
import { storageError } from './storage-error.ts';
import { StoreFiles } from './store-files.ts';

/** One committed version, without what proofs need. */
export interface StateContent {
  /** Of the map, as it was committed. */
  readonly root: Uint8Array;
  readonly size: number;
  /** The whole map in key order, each value checked against the hash that its leaf has. */
  entries(): Iterable<Entry>;
  table(name: string): StateView;
}

/** Reads a store that another process writes to, entry by entry; opens at once, whatever its size. */
export interface StateEntries {
  /** `fn` is synchronous, however long it takes: all that it reads is of one version. */
  read<T>(fn: (content: StateContent) => T): T;
  close(): Promise<void>;
}

/** @throws StateError STATE_MISSING, STATE_VERSION, STATE_CORRUPT */
export async function openStateEntries(
  options: Pick<StateStoreOptions, 'directory' | 'tables' | 'mapSizeBytes'>,
): Promise<StateEntries> {
  const { directory, tables, mapSizeBytes } = options;
  checkTableNames(tables);
  const path = join(directory, LMDB_FILE);
  if ((await fileBytes(path)) === null) {
    throw new StateError('STATE_MISSING', `There is no store in ${directory} to read.`);
  }
  try {
    await checkFileLength(path);
    const files = new StoreFiles(directory, tables, mapSizeBytes);
    return { read: (fn) => readContent(files, fn), close: () => files.close() };
  } catch (error) {
    throw storageError(error instanceof Error ? error : new Error(String(error)));
  }
}

function readContent<T>(files: StoreFiles, fn: (content: StateContent) => T): T {
  files.refresh();
  const head = files.head();
  if (head === null) throw new StateError('STATE_CORRUPT', 'The store lacks its head.');
  const { root, size } = head;
  const all = { start: new Uint8Array(0), end: null };
  return fn({
    root,
    size,
    entries: () => files.rangeOfCheckedRecords(all),
    table: (name) => files.table(name),
  });
}
