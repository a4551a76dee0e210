import { equalBytes, type Genesis } from '@touchmark/codec';
import { sha256 } from '@touchmark/crypto';
import { type Entry, StateError, type StateStore, type Write } from '@touchmark/state';
import { putBase } from '../chain/base-row.ts';
import { getHeadBytes } from '../chain/head-row.ts';
import { putIdentity } from '../chain/identity-rows.ts';
import { CHAIN_TABLE_NAMES, CHAIN_TABLES } from '../chain/tables.ts';
import {
  decodeMetadata,
  entriesOf,
  type Snapshot,
  SNAPSHOT_FORMAT,
  type SnapshotMetadata,
  unpackChunk,
} from './snapshot-format.ts';

export type OfferVerdict = 'accept' | 'abort' | 'reject-format' | 'reject-sender';
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
}

const IN_CONTENT: readonly string[] = ['STATE_KEY_INVALID', 'STATE_VALUE_INVALID'];
/** Rows that one commit removes. */
const REMOVED_AT_ONCE = 20_000;

/**
 * Makes a state of a snapshot that strangers send. Trusted is the root alone, which a verified header holds: metadata must
 * name it, chunks must be those that the metadata names, and the state that comes of them must have it.
 */
export class SnapshotRestore {
  readonly #parts: RestoreParts;
  #metadata: SnapshotMetadata | undefined;
  #next = 0;
  #isWhole = false;

  constructor(parts: RestoreParts) {
    this.#parts = parts;
  }

  /** @param root what the verified header says of the state after the snapshot's block. */
  async offer(snapshot: Snapshot, root: Uint8Array): Promise<OfferVerdict> {
    // What can be read and proven is never given up for what somebody offers.
    if (this.#hasChain()) return 'abort';
    if (snapshot.format !== SNAPSHOT_FORMAT) return 'reject-format';
    const metadata = this.#promiseOf(snapshot, root);
    if (metadata === undefined) return 'reject-sender';
    await this.clear();
    this.#metadata = metadata;
    this.#next = 0;
    return 'accept';
  }

  async apply(index: number, packed: Uint8Array): Promise<ChunkVerdict> {
    const metadata = this.#metadata;
    const title = metadata?.chunks[index];
    if (metadata === undefined || title === undefined || index !== this.#next) return 'abort';
    const content = unpackChunk(packed, title);
    if (content === undefined) return 'refetch';
    const isLast = index === metadata.chunks.length - 1;
    if (!(await this.#write(metadata, content, isLast))) {
      await this.clear();
      return 'reject-snapshot';
    }
    this.#next += 1;
    this.#isWhole = isLast;
    return 'accept';
  }

  /** True once the last chunk was taken. */
  get isWhole(): boolean {
    return this.#isWhole;
  }

  /** Removes whatever there is of a state that did not become a chain. */
  async clear(): Promise<void> {
    this.#metadata = undefined;
    this.#isWhole = false;
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

  #hasChain(): boolean {
    return this.#parts.store.read(
      (snapshot) => getHeadBytes(snapshot.table(CHAIN_TABLES.meta)) !== undefined,
    );
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
        metadata.chunks.length === chunks &&
        equalBytes(metadata.root, root);
      return isFitting ? metadata : undefined;
    } catch {
      return undefined;
    }
  }

  /** @returns false if it is no state, or not the one that was promised. */
  async #write(
    metadata: SnapshotMetadata,
    content: Uint8Array,
    isLast: boolean,
  ): Promise<boolean> {
    const { store, genesisBytes } = this.#parts;
    let entries: Entry[];
    try {
      entries = entriesOf(content);
    } catch {
      return false;
    }
    const update = store.begin();
    try {
      const root = entries.length > 0 ? update.write(entries) : update.root;
      if (isLast) {
        const { height } = metadata;
        if (!equalBytes(root, metadata.root) || update.size !== metadata.entries) {
          update.abort();
          return false;
        }
        const meta = update.table(CHAIN_TABLES.meta);
        putIdentity(meta, genesisBytes);
        putBase(meta, { height, root, nextHeader: null });
      }
    } catch (error) {
      update.abort();
      // A key or value that no map takes; whatever else there is, is of this machine.
      if (error instanceof StateError && IN_CONTENT.includes(error.code)) return false;
      throw error;
    }
    await update.commit();
    return true;
  }
}
