import { join } from 'node:path';
import { checkTableNames, storeClosed } from '../check-input.ts';
import { equalBytes } from '../proof/key-bits.ts';
import { StateError } from '../state-error.ts';
import type { StateReader, StateSnapshot, StateStoreOptions } from '../store.ts';
import { checkFileLength } from './check-file-length.ts';
import { fileBytes } from './directory.ts';
import type { Head } from './head.ts';
import { JournalReplay } from './journal-replay.ts';
import { LMDB_FILE } from './layout.ts';
import { LmdbSnapshot } from './lmdb-snapshot.ts';
import { loadTree } from './load-tree.ts';
import { storageError } from './storage-error.ts';
import { StoreFiles } from './store-files.ts';
import { LoadedTree, sharedNodeHasher } from './tree-tools.ts';
import { rootOf } from './version.ts';

const LOAD_ATTEMPTS = 10;

/**
 * A store that another process writes to, as this process follows it. The upper tree is the
 * writer's: each commit leaves
 * the slots that it wrote in the journal, so following a commit reads no records.
 */
class LmdbStateReader implements StateReader {
  private readonly directory: string;
  private readonly files: StoreFiles;
  private tree: LoadedTree;
  private head: Head;
  private replay: JournalReplay;
  private isClosed = false;

  constructor(directory: string, files: StoreFiles, tree: LoadedTree, head: Head) {
    this.directory = directory;
    this.files = files;
    this.tree = tree;
    this.head = head;
    this.replay = this.newReplay();
  }

  read<T>(fn: (snapshot: StateSnapshot) => T): T {
    if (this.isClosed) throw storeClosed();
    this.files.refresh();
    if (this.files.commit() !== this.head.commit) this.follow();
    const snapshot = new LmdbSnapshot(this.files, this.tree, this.head);
    try {
      return fn(snapshot);
    } finally {
      snapshot.end();
    }
  }

  async close(): Promise<void> {
    if (this.isClosed) return;
    this.isClosed = true;
    await this.files.close();
  }

  private follow(): void {
    const head = this.files.head();
    if (head === null) throw unfollowable(this.directory);
    const isSameTree = head.epoch === this.head.epoch && head.commit > this.head.commit;
    if (isSameTree && this.redo(head)) {
      this.head = head;
      return;
    }
    ({ tree: this.tree, head: this.head } = load(this.files, this.directory));
    this.replay = this.newReplay();
  }

  private newReplay(): JournalReplay {
    return new JournalReplay(this.files.journal, this.tree.arena, sharedNodeHasher());
  }

  /** False if the writer has removed what we would need, or it does not fit: then the tree has to be loaded. */
  private redo(head: Head): boolean {
    const { replay, tree } = this;
    for (let commit = this.head.commit + 1; commit <= head.commit; commit += 1) {
      if (!replay.redo(commit)) return false;
    }
    return equalBytes(rootOf(tree.arena, head.rootSlot), head.root);
  }
}

/** Loads the newest version. The writer may replace its tree file just then; so it is tried again. */
function load(files: StoreFiles, directory: string): { tree: LoadedTree; head: Head } {
  for (let attempt = 0; attempt < LOAD_ATTEMPTS; attempt += 1) {
    files.refresh();
    const head = files.head();
    if (head === null) throw missing(directory);
    const arena = loadTree(files, directory, head);
    if (arena !== null) return { tree: new LoadedTree(arena, head.pageLeaves), head };
  }
  throw unfollowable(directory);
}

/**
 * Opens a store that another process writes to, read-only; several processes may.
 *
 * @throws StateError STATE_MISSING if there is no store, STATE_VERSION, STATE_CORRUPT.
 */
export async function openStateReader(options: StateStoreOptions): Promise<StateReader> {
  const { directory, tables, mapSizeBytes } = options;
  checkTableNames(tables);
  const path = join(directory, LMDB_FILE);
  if ((await fileBytes(path)) === null) throw missing(directory);
  let files: StoreFiles | null = null;
  try {
    await checkFileLength(path);
    files = new StoreFiles(directory, tables, mapSizeBytes);
    const { tree, head } = load(files, directory);
    return new LmdbStateReader(directory, files, tree, head);
  } catch (error) {
    await files?.close();
    throw storageError(error as Error);
  }
}

function missing(directory: string): StateError {
  return new StateError(
    'STATE_MISSING',
    `There is no store in ${directory} yet. Start the process that writes to it first.`,
  );
}

function unfollowable(directory: string): StateError {
  return new StateError(
    'STATE_CORRUPT',
    `The tree in ${directory} cannot be loaded from its file and journal. Restart the process that ` +
      'writes to the store: it checks the records and builds the tree anew.',
  );
}
