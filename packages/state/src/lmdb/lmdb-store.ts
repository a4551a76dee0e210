import { storeClosed, updateOpen } from '../check-input.ts';
import { StateError } from '../state-error.ts';
import type {
  ScrubOptions,
  ScrubProgress,
  ScrubReport,
  StateSnapshot,
  StateStatistics,
  StateStore,
  StateUpdate,
} from '../store.ts';
import { SLOT_WORDS } from '../tree/node-arena.ts';
import { encodeHead, type Head, HEAD_KEY, type TreeFile } from './head.ts';
import { journalKey, writeJournal } from './journal.ts';
import { META_NUMBER } from './layout.ts';
import { LmdbSnapshot } from './lmdb-snapshot.ts';
import { LmdbUpdate, type UpdateOwner } from './lmdb-update.ts';
import type { OperationBuffer } from './operation-buffer.ts';
import { scrubStore } from './scrub.ts';
import { storageError } from './storage-error.ts';
import type { StoreFiles } from './store-files.ts';
import { TreeFileKeeper } from './tree-file-keeper.ts';
import type { LoadedTree } from './tree-tools.ts';
import type { Version } from './version.ts';
import type { WriterClient } from './writer-client.ts';
import type { WriterLock } from './writer-lock.ts';

/** Journal entries that a commit removes beyond those it adds, once a tree file makes them superfluous. */
const TRIM_SURPLUS = 64;

export interface LmdbStoreParts {
  readonly directory: string;
  readonly lock: WriterLock;
  readonly writer: WriterClient;
  readonly files: StoreFiles;
  readonly tree: LoadedTree;
  readonly head: Head;
  readonly minJournalBytes: number;
}

/** The store on disk, as its one writing process has it. */
export class LmdbStateStore implements StateStore, UpdateOwner {
  readonly files: StoreFiles;
  readonly tree: LoadedTree;
  private readonly directory: string;
  private readonly lock: WriterLock;
  private readonly writer: WriterClient;
  private readonly treeFiles: TreeFileKeeper;
  private head: Head;
  private version: Version;
  /** Handed to the writer's thread; it counts from the moment that LMDB shows it. */
  private pending: Head | null = null;
  private update: LmdbUpdate | null = null;
  private failure: StateError | null = null;
  private isClosed = false;
  /** What LMDB shows and what the tree is were found in line a moment ago. */
  private isSettled = false;
  private readonly unsettle = (): void => {
    this.isSettled = false;
  };
  /** The commit that is under way, if any; never rejects. */
  private committing: Promise<void> = Promise.resolve();

  constructor(parts: LmdbStoreParts) {
    this.files = parts.files;
    this.tree = parts.tree;
    this.directory = parts.directory;
    this.lock = parts.lock;
    this.writer = parts.writer;
    this.head = parts.head;
    this.version = parts.head;
    this.treeFiles = new TreeFileKeeper(
      parts.directory,
      parts.tree.arena,
      parts.head,
      parts.minJournalBytes,
    );
  }

  get operations(): OperationBuffer {
    return this.writer.operations;
  }

  read<T>(fn: (snapshot: StateSnapshot) => T): T {
    this.checkUsable();
    this.settleVersion();
    const snapshot = new LmdbSnapshot(this.files, this.tree, this.version);
    try {
      return fn(snapshot);
    } finally {
      snapshot.end();
    }
  }

  begin(): StateUpdate {
    this.checkUsable();
    if (this.failure !== null) throw this.failure;
    if (this.update !== null) throw updateOpen();
    this.settleVersion();
    this.update = new LmdbUpdate(this, this.version);
    return this.update;
  }

  /**
   * Brings what LMDB shows and what the tree is in line. A commit becomes visible in LMDB a little
   * before we hear of it;
   * and reads of one turn of the event loop share a version, which may be the one before a commit that we heard of.
   */
  settleVersion(): void {
    if (this.isSettled) return;
    this.settle();
    // Nothing of LMDB's moves before this run of the program ends: an update reads thousands of times in one.
    this.isSettled = true;
    queueMicrotask(this.unsettle);
  }

  private settle(): void {
    for (let attempt = 0; attempt < 2; attempt += 1) {
      const commit = this.files.commit();
      if (commit === this.version.commit) return;
      if (commit === this.pending?.commit) {
        this.showPending();
        return;
      }
      this.files.refresh();
    }
    throw new StateError(
      'STATE_CORRUPT',
      `The store is at commit ${this.files.commit()}, but ${this.version.commit} was written. ` +
        'Something else writes to its files. Stop it, and restore the store from a backup.',
    );
  }

  async commitUpdate(next: Omit<Version, 'commit'>): Promise<void> {
    const { arena } = this.tree;
    const commit = this.head.commit + 1;
    const slots = arena.takeFresh();
    const byteCount = writeJournal(this.operations, commit, arena, slots);
    this.treeFiles.countJournal(byteCount);
    const treeFile = this.treeFiles.ready ?? this.head.treeFile;
    const head: Head = { ...this.head, ...next, commit, slots: arena.end, treeFile };
    const commitment = this.commitHead(head, Math.ceil(byteCount / 1024) + TRIM_SURPLUS);
    this.committing = commitment.catch(() => undefined);
    await commitment;
    this.update = null;
    this.treeFiles.startIfWorthwhile(head);
  }

  abortUpdate(): void {
    this.update = null;
    this.tree.arena.abort();
    this.writer.abort().catch((error: unknown) => this.fail(error));
  }

  scrub(
    options: ScrubOptions = {},
    onProgress: (progress: ScrubProgress) => void = () => undefined,
  ): Promise<ScrubReport> {
    this.checkUsable();
    return scrubStore(
      {
        files: this.files,
        tree: this.tree,
        version: () => {
          this.checkUsable();
          this.settleVersion();
          return this.version;
        },
      },
      this.directory,
      options,
      onProgress,
    );
  }

  statistics(): StateStatistics {
    this.checkUsable();
    const { arena } = this.tree;
    return {
      size: this.version.size,
      commits: this.version.commit,
      treeNodes: arena.usedSlots,
      treeBytes: arena.end * SLOT_WORDS * 4,
      ...this.files.usage(),
    };
  }

  async close(): Promise<void> {
    if (this.isClosed) return;
    this.update?.abort();
    this.isClosed = true;
    await this.committing;
    try {
      if (this.failure === null) await this.leaveTreeFile();
    } finally {
      await this.files.close();
      await this.writer.close();
      this.lock.release();
    }
  }

  /** Makes the next start fast. */
  private async leaveTreeFile(): Promise<void> {
    const treeFile: TreeFile | null = await this.treeFiles.finish(this.head);
    if (treeFile === null) return;
    await this.commitHead({ ...this.head, treeFile }, TRIM_SURPLUS * TRIM_SURPLUS);
  }

  private async commitHead(head: Head, trimLimit: number): Promise<void> {
    this.pending = head;
    if (head.treeFile !== null) {
      this.operations.trimJournal(journalKey(head.treeFile.commit + 1, 0), trimLimit);
    }
    this.operations.put(META_NUMBER, HEAD_KEY, encodeHead(head));
    try {
      await this.writer.commit();
    } catch (error) {
      throw this.fail(error);
    }
    this.isSettled = false;
    this.files.refresh();
    this.showPending();
    await this.treeFiles.recorded(head);
  }

  private showPending(): void {
    if (this.pending === null) return;
    this.head = this.pending;
    this.version = this.pending;
    this.pending = null;
    this.tree.arena.commit();
  }

  /** After a failed commit nothing can be said about what is on disk beyond the last one: no more writing. */
  private fail(error: unknown): StateError {
    this.failure ??= storageError(error as Error);
    return this.failure;
  }

  private checkUsable(): void {
    if (this.isClosed) throw storeClosed();
  }
}
