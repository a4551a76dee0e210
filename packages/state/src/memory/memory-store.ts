import { checkTableNames, storeClosed, updateOpen } from '../check-input.ts';
import { leafHash, valueHash } from '../proof/hashes.ts';
import { equalBytes } from '../proof/key-bits.ts';
import { StateError } from '../state-error.ts';
import type { ScrubReport, StateSnapshot, StateStatistics } from '../store.ts';
import type { StateStore, StateUpdate } from '../store.ts';
import { insert, leavesOf, type Tree } from './crit-bit-tree.ts';
import { MemoryUpdate } from './memory-update.ts';
import { type MemoryVersion, snapshotOf } from './memory-view.ts';
import { treeRoot } from './tree-root.ts';

const EVERYTHING = { start: new Uint8Array(0), end: null };

/** The map and its tables in memory: for tests, simulations and tools. The same roots and proofs as on disk. */
class MemoryStateStore implements StateStore {
  private version: MemoryVersion;
  private commits = 0;
  private isClosed = false;
  private update: MemoryUpdate | null = null;

  constructor(tables: readonly string[]) {
    this.version = { map: null, size: 0, tables: new Map(tables.map((name) => [name, null])) };
  }

  read<T>(fn: (snapshot: StateSnapshot) => T): T {
    this.checkOpen();
    return fn(snapshotOf(this.version));
  }

  begin(): StateUpdate {
    this.checkOpen();
    if (this.update !== null) throw updateOpen();
    this.update = new MemoryUpdate(this.version, (committed) => {
      this.update = null;
      if (committed === null) return;
      this.version = committed;
      this.commits += 1;
    });
    return this.update;
  }

  async scrub(): Promise<ScrubReport> {
    this.checkOpen();
    const { map, size, tables } = this.version;
    let rebuilt: Tree | null = null;
    for (const { key, value, hash } of leavesOf(map, EVERYTHING)) {
      if (hash !== null && !equalBytes(hash, leafHash(key, valueHash(value)))) throw damaged();
      rebuilt = insert(rebuilt, key, value);
    }
    const root = treeRoot(rebuilt);
    if (!equalBytes(root, treeRoot(map))) throw damaged();
    let tableEntries = 0;
    for (const table of tables.values()) {
      for (const _leaf of leavesOf(table, EVERYTHING)) tableEntries += 1;
    }
    return { records: size, tableEntries, root: root.slice() };
  }

  statistics(): StateStatistics {
    const { size } = this.version;
    const nowhere = { fileBytes: 0, mapBytes: 0, readers: 0, maxReaders: 0 };
    return { size, commits: this.commits, treeNodes: 0, treeBytes: 0, ...nowhere };
  }

  async close(): Promise<void> {
    this.update?.abort();
    this.isClosed = true;
  }

  private checkOpen(): void {
    if (this.isClosed) throw storeClosed();
  }
}

function damaged(): StateError {
  return new StateError(
    'STATE_CORRUPT',
    'A record in memory changed under us. Restart the process.',
  );
}

/** Opens an empty store in memory. */
export function openMemoryStateStore(options: { tables: readonly string[] }): StateStore {
  checkTableNames(options.tables);
  return new MemoryStateStore(options.tables);
}
