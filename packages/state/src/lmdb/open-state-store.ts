import { join } from 'node:path';
import { checkTableNames } from '../check-input.ts';
import { StateError } from '../state-error.ts';
import type { StateStore, StateStoreOptions } from '../store.ts';
import { checkFileLength } from './check-file-length.ts';
import { checkNewestCommit } from './check-newest-commit.ts';
import { createStore } from './create-store.ts';
import { createDirectory, fileBytes } from './directory.ts';
import { encodeHead, type Head, HEAD_KEY } from './head.ts';
import { journalKey } from './journal.ts';
import { databaseNames, DEFAULT_MAP_SIZE_BYTES, LMDB_FILE, META_NUMBER } from './layout.ts';
import { LmdbStateStore } from './lmdb-store.ts';
import { loadTree } from './load-tree.ts';
import { rebuildTree } from './rebuild-tree.ts';
import { storageError } from './storage-error.ts';
import { StoreFiles } from './store-files.ts';
import { removeOtherTreeFiles, writeTreeFile } from './tree-file.ts';
import { MIN_JOURNAL_BYTES } from './tree-file-keeper.ts';
import { DEFAULT_PAGE_LEAVES, LoadedTree } from './tree-tools.ts';
import { WriterClient } from './writer-client.ts';
import { WriterLock } from './writer-lock.ts';

const NO_LIMIT = 0xffff_ffff;

/** Options that tests and benchmarks have beyond everybody's. */
export interface InternalOptions extends StateStoreOptions {
  /** Most leaves of a page; counts when the store is created. */
  pageLeaves?: number;
  /** Journal bytes from which on a tree file is written. */
  minJournalBytes?: number;
}

/**
 * Opens the store in a folder for writing, or creates it.
 *
 * @throws StateError STATE_LOCKED if another process writes to it, STATE_VERSION if another version wrote it,
 * STATE_CORRUPT if it is damaged, STATE_IO or STATE_FULL if the disk does not take it.
 */
export async function openStateStore(options: StateStoreOptions): Promise<StateStore> {
  return openLmdbStore(options);
}

export async function openLmdbStore(options: InternalOptions): Promise<LmdbStateStore> {
  const { directory, tables, mapSizeBytes = DEFAULT_MAP_SIZE_BYTES } = options;
  const { pageLeaves = DEFAULT_PAGE_LEAVES } = options;
  checkTableNames(tables);
  let lock: WriterLock | null = null;
  let writer: WriterClient | null = null;
  let files: StoreFiles | null = null;
  try {
    await createDirectory(directory);
    lock = new WriterLock(directory);
    const path = join(directory, LMDB_FILE);
    const setup = { directory, mapSizeBytes, databases: databaseNames(tables) };
    if ((await fileBytes(path)) === null) await createStore(setup, pageLeaves);
    else {
      await checkFileLength(path);
      await checkNewestCommit(path);
    }
    writer = await WriterClient.start(setup);
    files = new StoreFiles(directory, tables, mapSizeBytes);
    return await openTree(options, lock, writer, files);
  } catch (error) {
    await files?.close();
    await writer?.close();
    lock?.release();
    throw storageError(error as Error);
  }
}

async function openTree(
  options: InternalOptions,
  lock: WriterLock,
  writer: WriterClient,
  files: StoreFiles,
): Promise<LmdbStateStore> {
  const { directory, minJournalBytes = MIN_JOURNAL_BYTES } = options;
  const head = files.head();
  if (head === null) throw headless();
  const arena = loadTree(files, directory, head);
  if (arena !== null) {
    await removeOtherTreeFiles(directory, head.epoch, head.treeFile);
    const tree = new LoadedTree(arena, head.pageLeaves);
    return new LmdbStateStore({ directory, lock, writer, files, tree, head, minJournalBytes });
  }
  const rebuilt = await rebuildTree(files.cursor, head, options.onProgress ?? (() => undefined));
  const tree = new LoadedTree(rebuilt.arena, head.pageLeaves);
  const newHead = await recordRebuilt(directory, writer, files, head, rebuilt);
  const parts = { directory, lock, writer, files, tree, head: newHead, minJournalBytes };
  return new LmdbStateStore(parts);
}

function headless(): StateError {
  return new StateError(
    'STATE_CORRUPT',
    'The store lacks its head. Restore it from a backup or from another node.',
  );
}

/** Slot numbers mean something else now: a new epoch, a tree file to start from, and no journal. */
async function recordRebuilt(
  directory: string,
  writer: WriterClient,
  files: StoreFiles,
  head: Head,
  { arena, rootSlot }: { arena: LoadedTree['arena']; rootSlot: number },
): Promise<Head> {
  const epoch = head.epoch + 1;
  const treeFile = await writeTreeFile(directory, epoch, head.commit, arena);
  const newHead: Head = { ...head, epoch, rootSlot, slots: arena.end, treeFile };
  writer.operations.trimJournal(journalKey(head.commit + 1, 0), NO_LIMIT);
  writer.operations.put(META_NUMBER, HEAD_KEY, encodeHead(newHead));
  await writer.commit();
  files.refresh();
  await removeOtherTreeFiles(directory, epoch, treeFile);
  return newHead;
}
