/** One change of the map or of a side table; a null value removes the key. */
export interface Write {
  key: Uint8Array;
  value: Uint8Array | null;
}

export interface Entry {
  key: Uint8Array;
  value: Uint8Array;
}

/** Keys from `start` (inclusive; empty: from the first) to `end` (exclusive; null: to the last). */
export interface KeyRange {
  start: Uint8Array;
  end: Uint8Array | null;
}

export interface EntryRange extends KeyRange {
  /** At most that many entries. */
  limit?: number;
  /** Highest key first. */
  reverse?: boolean;
}

/** Ordered entries. Bytes that are returned belong to the caller; keys come in byte order. */
export interface StateView {
  get(key: Uint8Array): Uint8Array | undefined;
  /** To be consumed before anything is written, and inside the `read` that it comes from. */
  range(range: EntryRange): Iterable<Entry>;
}

/** One committed version of the map and the side tables. */
export interface StateSnapshot extends StateView {
  /** Commits to all keys and values of the map (not to the side tables): 32 bytes. */
  readonly root: Uint8Array;
  /** Number of keys in the map. */
  readonly size: number;
  /** Proves the hash of the key's value, or that there is no such key; check with `verifyKeyProof`. */
  proveKey(key: Uint8Array): Uint8Array;
  /** Proves all entries of the range, values included; check with `verifyRangeProof`. */
  proveRange(range: KeyRange): Uint8Array;
  table(name: string): StateView;
}

/** A side table: ordered entries without proofs, changed by the same transaction as the map. */
export interface TableUpdate extends StateView {
  put(key: Uint8Array, value: Uint8Array): void;
  remove(key: Uint8Array): void;
}

/** Changes in the making. Its reads see them; everybody else's only after `commit`. */
export interface StateUpdate extends StateView {
  /** Applies the writes of one block; returns the new root. Of several writes to one key the last counts. */
  write(writes: readonly Write[]): Uint8Array;
  readonly root: Uint8Array;
  readonly size: number;
  table(name: string): TableUpdate;
  /** Resolves when all is durable and visible, together. Rejects with nothing applied; the store then is closed. */
  commit(): Promise<void>;
  abort(): void;
}

export interface StateReader {
  /** Calls `fn` with the newest committed version. `fn` is synchronous; the snapshot ends when it returns. */
  read<T>(fn: (snapshot: StateSnapshot) => T): T;
  close(): Promise<void>;
}

export interface StateStatistics {
  /** Keys in the map. */
  size: number;
  /** Commits since the store was created. */
  commits: number;
  /** Nodes of the tree that are kept in memory, and what they take. */
  treeNodes: number;
  treeBytes: number;
  /** File of the store on disk: pages used so far, times their size (0 in memory). */
  fileBytes: number;
  /** Address space reserved for it: the file cannot grow beyond (0 in memory). */
  mapBytes: number;
  /** Open read transactions over all processes, and how many there may be (0 in memory). */
  readers: number;
  maxReaders: number;
}

export interface ScrubOptions {
  /** Upper bound of records checked per second; default: no bound. */
  recordsPerSecond?: number;
  signal?: AbortSignal;
}

export interface ScrubProgress {
  done: number;
  total: number;
}

export interface ScrubReport {
  records: number;
  tableEntries: number;
  root: Uint8Array;
}

export interface StateStore extends StateReader {
  /** Starts the one update that may be open at a time. */
  begin(): StateUpdate;
  /**
   * Recomputes every hash from the records up to the root and checks every table entry.
   * Rejects with STATE_CORRUPT at the first thing that is wrong.
   */
  scrub(
    options?: ScrubOptions,
    onProgress?: (progress: ScrubProgress) => void,
  ): Promise<ScrubReport>;
  statistics(): StateStatistics;
}

/** What `openStateStore` and `openStateReader` take. */
export interface StateStoreOptions {
  /** Folder of the store; `openStateStore` creates it, `openStateReader` requires it. */
  directory: string;
  /** Names of the side tables. */
  tables: readonly string[];
  /** Address space (not disk) to reserve; default 1 TiB. Less where virtual memory is limited. */
  mapSizeBytes?: number;
  /** Told about long work at opening: rebuilding the tree from the records. */
  onProgress?: (progress: { done: number; total: number }) => void;
}
