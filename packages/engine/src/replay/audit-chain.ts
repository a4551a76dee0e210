/**
 * The whole ledger once more: every block of a store is executed from the genesis on with the
 * rules at hand, and every
 * root and result compared with what was signed, and at the end the state, key by key.
 */
import { encodeHex } from '@touchmark/codec';
import { type Ledger, ledger as theLedger } from '@touchmark/ledger';
import {
  openStateReader,
  openStateStore,
  type StateSnapshot,
  type StateStore,
  type StateUpdate,
} from '@touchmark/state';
import { checkedResults, readStoredBlock } from '../chain/check-block.ts';
import { requireAllBlocks } from '../chain/base-row.ts';
import { HeadCache } from '../chain/head-cache.ts';
import { asCorrupt, corrupt, getIdentity } from '../chain/identity-rows.ts';
import type { SnapshotSource } from '../chain/snapshot-source.ts';
import { CHAIN_TABLE_NAMES, CHAIN_TABLES } from '../chain/tables.ts';
import type { ChainReplay, ReplayDifference } from './chain-replay.ts';
import { compareStates, type KeyDifference } from './compare-states.ts';
import { openReplay } from './open-replay.ts';
import { replayBlocks } from './replay-blocks.ts';
import { type MigrationTrial, type TrialMoment, tryMigrations } from './try-migrations.ts';
import { storedBlock, storedBlocks } from './stored-blocks.ts';

/** Blocks that may be replayed at the end without letting anything else run. */
const LAST_BLOCKS = 500;

export interface AuditOptions {
  /** Directory of the store; another process may be writing to it. It is not changed. */
  readonly directory: string;
  /** An empty directory for the state that the replay makes; its owner removes it. */
  readonly scratch: string;
  /** Also compare the state entry by entry, and the stored results. */
  readonly compareState: boolean;
  /** Also try what versions that are to come would do to today's state. */
  readonly migrations?: boolean;
  /** The rules. Default: those of this software. */
  readonly ledger?: Ledger;
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: { readonly done: number; readonly total: number }) => void;
}

export interface AuditDifference extends Partial<ReplayDifference> {
  /** In words: what differs, and where. */
  readonly about: string;
  /** The first key that differs, if one was found. */
  readonly key?: KeyDifference;
}

export interface AuditReport {
  readonly chainId: string;
  /** Last block that was executed, and the state root after it. */
  readonly height: number;
  readonly root: Uint8Array;
  readonly blocks: number;
  readonly transactions: number;
  /** Entries of the state that were compared. */
  readonly entries: number;
  /** The first thing that differs; undefined: nothing does. */
  readonly difference: AuditDifference | undefined;
  /** Trials of versions to come, if they were wanted and nothing differs. */
  readonly migrations: readonly MigrationTrial[];
}

/**
 * @throws EngineError ENGINE_CHAIN_INVALID or ENGINE_STORE_CORRUPT for blocks that can't be
 * replayed at all.
 */
export async function auditChain(options: AuditOptions): Promise<AuditReport> {
  const { directory, scratch } = options;
  const source = await openStateReader({ directory, tables: CHAIN_TABLE_NAMES });
  try {
    const replayed = await openStateStore({ directory: scratch, tables: CHAIN_TABLE_NAMES });
    try {
      return await new Audit(options, source, replayed).run();
    } finally {
      await replayed.close();
    }
  } finally {
    await source.close();
  }
}

class Audit {
  readonly #options: AuditOptions;
  readonly #source: SnapshotSource;
  readonly #replayed: StateStore;
  readonly #heads = new HeadCache();
  readonly #replay: ChainReplay;
  #transactions = 0;
  #migrations: readonly MigrationTrial[] = [];
  #first: ReplayDifference | undefined;
  /** Keys that the first block that differs has written. */
  readonly #suspects = new Set<string>();

  constructor(options: AuditOptions, source: SnapshotSource, replayed: StateStore) {
    this.#options = options;
    this.#source = source;
    this.#replayed = replayed;
    const genesis = source.read((snapshot) => getIdentity(snapshot.table(CHAIN_TABLES.meta)));
    if (genesis === undefined) throw corrupt('it has no genesis');
    source.read(requireAllBlocks);
    this.#replay = openReplay(replayed, genesis, options.ledger);
  }

  async run(): Promise<AuditReport> {
    try {
      for (let left = Infinity; left > LAST_BLOCKS; ) {
        const last = this.#source.read((snapshot) => this.#heads.head(snapshot).height + 1);
        await this.#replayTo(last);
        left = this.#source.read((snapshot) => this.#heads.head(snapshot).height + 1) - last;
      }
      return this.#source.read((snapshot) => this.#finish(snapshot));
    } catch (error) {
      // What comes after a difference may make no sense to the rules any more; the difference is
      // the finding.
      if (this.#first === undefined) throw error;
      return this.#report(0, undefined);
    }
  }

  async #replayTo(last: number): Promise<void> {
    const { signal, onProgress } = this.#options;
    const blocks = storedBlocks(this.#source, this.#replay.nextHeight, last);
    await replayBlocks(this.#replayed, this.#replay, blocks, {
      ...(signal === undefined ? {} : { signal }),
      onBlock: (height) => {
        this.#count();
        if (height % 64 === 0 || height === last) onProgress?.({ done: height, total: last });
      },
      onDifference: (difference) => this.#notice(difference),
    });
  }

  /** In one go, so that both sides are of the same height also while the store is written to. */
  #finish(snapshot: StateSnapshot): AuditReport {
    const head = this.#heads.head(snapshot);
    const update = this.#replayed.begin();
    try {
      for (let height = this.#replay.nextHeight; height <= head.height + 1; height += 1) {
        const difference = this.#replay.add(update, storedBlock(snapshot, height));
        if (difference !== undefined) this.#notice(difference);
        this.#count();
      }
      if (!this.#options.compareState) {
        this.#tryMigrations(update, head);
        return this.#report(0, undefined);
      }
      this.#checkResults(snapshot, head.height);
      const { entries, difference } = compareStates(snapshot, update, this.#suspects);
      if (difference === undefined) this.#tryMigrations(update, head);
      return this.#report(entries, difference);
    } finally {
      update.abort();
    }
  }

  /** Last of all: it writes into the update, which is thrown away. */
  #tryMigrations(update: StateUpdate, head: TrialMoment): void {
    const { migrations, ledger = theLedger } = this.#options;
    if (migrations !== true || this.#first !== undefined) return;
    this.#migrations = tryMigrations(ledger, update, head);
  }

  #count(): void {
    this.#transactions += this.#replay.applied?.transactions.length ?? 0;
  }

  #notice(difference: ReplayDifference): void {
    if (this.#first !== undefined) return;
    this.#first = difference;
    for (const { key } of this.#replay.applied?.writes ?? []) this.#suspects.add(encodeHex(key));
  }

  /** The results that the store would show are those that the headers name. */
  #checkResults(snapshot: StateSnapshot, last: number): void {
    asCorrupt(() => {
      let block = readStoredBlock(snapshot, 1);
      for (let height = 1; height <= last; height += 1) {
        const next = readStoredBlock(snapshot, height + 1);
        checkedResults(snapshot, block, next.signed);
        block = next;
      }
    });
  }

  #report(entries: number, key: KeyDifference | undefined): AuditReport {
    const { height, root } = this.#replay.head;
    const { chainId } = this.#source.read((snapshot) => this.#heads.head(snapshot));
    const difference = this.#difference(key);
    const counts = { blocks: height + 1, transactions: this.#transactions, entries };
    return { chainId, height, root, ...counts, difference, migrations: this.#migrations };
  }

  #difference(key: KeyDifference | undefined): AuditDifference | undefined {
    const first = this.#first;
    if (first === undefined && key === undefined) return undefined;
    const where = key === undefined ? '' : `; first key that differs: ${key.shown}`;
    const about =
      first === undefined
        ? `every root and result is as signed, but the stored state is not${where}`
        : `the ${first.what} of block ${first.height} differ from what its validators signed${where}`;
    return { ...first, about, ...(key === undefined ? {} : { key }) };
  }
}
