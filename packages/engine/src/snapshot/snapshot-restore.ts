import { CborError, compareBytes, equalBytes, type Genesis } from '@touchmark/codec';
import { sha256 } from '@touchmark/crypto';
import {
  type Entry,
  ProofError,
  StateError,
  type StateSnapshot,
  type StateStore,
  type StateUpdate,
  type Write,
} from '@touchmark/state';
import { putBase } from '../chain/base-row.ts';
import { getHeadBytes } from '../chain/head-row.ts';
import { putIdentity } from '../chain/identity-rows.ts';
import { CHAIN_TABLE_NAMES, CHAIN_TABLES } from '../chain/tables.ts';
import { GivenHistory, olderVersionsOf } from './given-history.ts';
import {
  contentBytes,
  decodeMetadata,
  entriesOf,
  isPlausible,
  type Snapshot,
  SNAPSHOT_FORMAT,
  type SnapshotMetadata,
  unpackChunk,
} from './snapshot-format.ts';

export type OfferVerdict = 'accept' | 'abort' | 'reject' | 'reject-format' | 'reject-sender';
export type ChunkVerdict =
  /** Taken; with the last one the state is whole and durable. */
  | 'accept'
  | 'abort'
  /** Not what was promised: to be had from somebody else. */
  | 'refetch'
  /** What was promised is not a state of this chain: everything of it was removed. */
  | 'reject-snapshot';

interface RestoreParts {
  readonly store: StateStore;
  readonly genesis: Genesis;
  readonly genesisBytes: Uint8Array;
  /** What the disk of the store has left. Default: enough. */
  readonly freeBytes?: () => number;
}

/** In the store, with the tree over it, an entry takes about twice its bytes. */
const DISK_FACTOR = 2;
const IN_CONTENT: readonly string[] = ['STATE_KEY_INVALID', 'STATE_VALUE_INVALID'];
/** Rows that one commit removes. */
const REMOVED_AT_ONCE = 20_000;

/**
 * Makes a state of a snapshot that strangers send. Trusted is the root alone, which a verified header holds: metadata
 * must name it, chunks must be those that the metadata names, and the state that comes of them must have it.
 */
export class SnapshotRestore {
  readonly #parts: RestoreParts;
  #metadata: SnapshotMetadata | undefined;
  #next = 0;
  #isWhole = false;
  /** Entries so far, and older versions that they say they have. */
  #entries = 0;
  #versions = 0;
  #lastKey: Uint8Array | undefined;
  #history: GivenHistory;

  constructor(parts: RestoreParts) {
    this.#parts = parts;
    this.#history = this.#newHistory();
  }

  /** @param root what the verified header says of the state after the snapshot's block. */
  async offer(snapshot: Snapshot, root: Uint8Array): Promise<OfferVerdict> {
    // What can be read and proven is never given up for what somebody offers.
    if (this.#hasChain()) return 'abort';
    if (snapshot.format !== SNAPSHOT_FORMAT) return 'reject-format';
    const metadata = this.#promiseOf(snapshot, root);
    if (metadata === undefined) return 'reject-sender';
    if (!this.#hasRoomFor(metadata)) return 'reject';
    await this.clear();
    this.#metadata = metadata;
    return 'accept';
  }

  async apply(index: number, packed: Uint8Array): Promise<ChunkVerdict> {
    const metadata = this.#metadata;
    if (metadata === undefined || index !== this.#next) return 'abort';
    const { state, history } = metadata;
    const title = index < state.length ? state[index] : history[index - state.length];
    if (title === undefined) return 'abort';
    const content = unpackChunk(packed, title);
    if (content === undefined) return 'refetch';
    this.#next += 1;
    const isWhole = this.#next === state.length + history.length;
    if (!(await this.#write(metadata, content, isWhole))) {
      await this.clear();
      return 'reject-snapshot';
    }
    this.#isWhole = isWhole;
    return 'accept';
  }

  /** Shows the state that was taken in. */
  look<Result>(use: (snapshot: StateSnapshot) => Result): Result {
    return this.#parts.store.read(use);
  }

  /** True once the last chunk was taken. */
  get isWhole(): boolean {
    return this.#isWhole;
  }

  /** Removes whatever there is of a state that did not become a chain. */
  async clear(): Promise<void> {
    this.#metadata = undefined;
    this.#isWhole = false;
    this.#next = 0;
    this.#entries = 0;
    this.#versions = 0;
    this.#lastKey = undefined;
    this.#history = this.#newHistory();
    const { store } = this.#parts;
    for (;;) {
      const all = { start: new Uint8Array(0), end: null, limit: REMOVED_AT_ONCE };
      const keys = store.read((snapshot) => Array.from(snapshot.range(all), ({ key }) => key));
      if (keys.length === 0) break;
      const update = store.begin();
      update.write(keys.map((key): Write => ({ key, value: null })));
      await update.commit();
    }
    const update = store.begin();
    for (const name of CHAIN_TABLE_NAMES) {
      const table = update.table(name);
      for (const { key } of Array.from(table.range({ start: new Uint8Array(0), end: null }))) {
        table.remove(key);
      }
    }
    await update.commit();
  }

  /** @returns whether there was something that an interrupted state sync had left. */
  async clearUnfinished(): Promise<boolean> {
    if (!this.#isUnfinished()) return false;
    await this.clear();
    return true;
  }

  /** Whether a restored state waits for the first header that proves it, or only part of one is here. */
  #isUnfinished(): boolean {
    if (this.#hasChain()) return false;
    return this.#parts.store.read((snapshot) => snapshot.size > 0);
  }

  /** Of entries that are durable: the state comes first. */
  #newHistory(): GivenHistory {
    const { store } = this.#parts;
    return new GivenHistory((key) => store.read((snapshot) => snapshot.get(key)));
  }

  #hasChain(): boolean {
    return this.#parts.store.read(
      (snapshot) => getHeadBytes(snapshot.table(CHAIN_TABLES.meta)) !== undefined,
    );
  }

  #hasRoomFor(metadata: SnapshotMetadata): boolean {
    const needed = contentBytes(metadata) * DISK_FACTOR;
    const free = this.#parts.freeBytes?.() ?? Infinity;
    if (needed <= free) return true;
    const what = `A snapshot of block ${metadata.height} was refused: it says that it needs ${needed} bytes`;
    process.emitWarning(`${what}, and the disk has ${free}.`);
    return false;
  }

  #promiseOf(snapshot: Snapshot, root: Uint8Array): SnapshotMetadata | undefined {
    const { height, chunks, hash, metadata: bytes } = snapshot;
    try {
      const metadata = decodeMetadata(bytes);
      const isFitting =
        equalBytes(sha256(bytes), hash) &&
        metadata.chainId === this.#parts.genesis.chainId &&
        metadata.height === height &&
        height > 0 &&
        metadata.state.length + metadata.history.length === chunks &&
        equalBytes(metadata.root, root) &&
        isPlausible(metadata);
      return isFitting ? metadata : undefined;
    } catch {
      return undefined;
    }
  }

  /** @returns false if it is no state, or not the one that was promised. */
  async #write(
    metadata: SnapshotMetadata,
    content: Uint8Array,
    isWhole: boolean,
  ): Promise<boolean> {
    const { store, genesisBytes } = this.#parts;
    const update = store.begin();
    try {
      const entries = entriesOf(content);
      const isState = this.#next <= metadata.state.length;
      const isGood = isState
        ? this.#writeState(metadata, update, entries)
        : this.#writeHistory(metadata, update, entries);
      if (!isGood || (isWhole && !this.#isComplete(metadata))) {
        update.abort();
        return false;
      }
      if (isWhole) {
        const { height, root } = metadata;
        const meta = update.table(CHAIN_TABLES.meta);
        putIdentity(meta, genesisBytes);
        putBase(meta, { height, root, nextHeader: null });
      }
    } catch (error) {
      update.abort();
      if (isOfContent(error)) return false;
      throw error;
    }
    await update.commit();
    return true;
  }

  /** Nothing is written beyond what was promised: the root, which would tell, is known at the end only. */
  #writeState(metadata: SnapshotMetadata, update: StateUpdate, entries: readonly Entry[]): boolean {
    for (const entry of entries) {
      const { key } = entry;
      if (this.#lastKey !== undefined && compareBytes(this.#lastKey, key) >= 0) return false;
      this.#lastKey = key.slice();
      this.#entries += 1;
      this.#versions += olderVersionsOf(entry);
      const isMore = this.#entries > metadata.entries || this.#versions > metadata.versions;
      if (isMore) return false;
    }
    const root = update.write(entries);
    if (this.#next < metadata.state.length) return true;
    const isAll = this.#entries === metadata.entries && this.#versions === metadata.versions;
    return isAll && equalBytes(root, metadata.root) && update.size === metadata.entries;
  }

  #writeHistory(
    { versions }: SnapshotMetadata,
    update: StateUpdate,
    rows: readonly Entry[],
  ): boolean {
    const table = update.table(CHAIN_TABLES.history);
    for (const row of rows) {
      if (this.#history.count === versions || !this.#history.add(row)) return false;
      table.put(row.key, row.value);
    }
    return true;
  }

  #isComplete({ versions }: SnapshotMetadata): boolean {
    const { count } = this.#history;
    return this.#history.close() && count === versions && count === this.#versions;
  }
}

/** Bytes that are no entries, or a key or value that no map takes; whatever else there is, is of this machine. */
function isOfContent(error: unknown): boolean {
  if (error instanceof CborError || error instanceof ProofError) return true;
  return error instanceof StateError && IN_CONTENT.includes(error.code);
}
