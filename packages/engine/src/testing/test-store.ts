import {
  openMemoryStateStore,
  type ScrubReport,
  type StateSnapshot,
  type StateStatistics,
  type StateStore,
  type StateUpdate,
  type TableUpdate,
} from '@touchmark/state';
import { CHAIN_TABLE_NAMES } from '../chain/tables.ts';

/** A store whose commits a test can hold up or make fail, and that outlives the engine which closes it. */
export class TestStore implements StateStore {
  readonly #inner: StateStore;
  /** Awaited before each commit; a rejection makes the commit fail with nothing applied. */
  beforeCommit: () => Promise<void> = () => Promise.resolve();
  commits = 0;

  constructor(inner: StateStore = openMemoryStateStore({ tables: CHAIN_TABLE_NAMES })) {
    this.#inner = inner;
  }

  read<T>(use: (snapshot: StateSnapshot) => T): T {
    return this.#inner.read(use);
  }

  begin(): StateUpdate {
    const update = this.#inner.begin();
    const commit = update.commit.bind(update);
    update.commit = async () => {
      try {
        await this.beforeCommit();
      } catch (error) {
        update.abort();
        throw error;
      }
      await commit();
      this.commits += 1;
    };
    return update;
  }

  /** Changes side tables behind the engine's back, as a damaged disk would. */
  async tamper(
    table: string,
    change: (bytes: Uint8Array) => void,
    key?: Uint8Array,
  ): Promise<void> {
    const update = this.#inner.begin();
    const entries = update.table(table);
    const range = {
      start: key ?? new Uint8Array(0),
      end: null,
      ...(key === undefined ? {} : { limit: 1 }),
    };
    for (const { key: found, value } of Array.from(entries.range(range))) {
      const changed = value.slice();
      change(changed);
      entries.put(found, changed);
    }
    await update.commit();
  }

  /** Puts or removes rows of a side table behind the engine's back. */
  async change(table: string, change: (rows: TableUpdate) => void): Promise<void> {
    const update = this.#inner.begin();
    change(update.table(table));
    await update.commit();
  }

  scrub(): Promise<ScrubReport> {
    return this.#inner.scrub();
  }

  statistics(): StateStatistics {
    return this.#inner.statistics();
  }

  close(): Promise<void> {
    return Promise.resolve();
  }
}
