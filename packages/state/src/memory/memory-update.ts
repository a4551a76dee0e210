import { checkKey, checkTableValue, checkValue, updateClosed } from '../check-input.ts';
import type { Entry, EntryRange, StateUpdate, TableUpdate, Write } from '../store.ts';
import { find, insert, remove, type Tree } from './crit-bit-tree.ts';
import { getFrom, type MemoryVersion, rangeOf, tableOf } from './memory-view.ts';
import { treeRoot } from './tree-root.ts';

/** An update over immutable trees: to abort it is to forget it. */
export class MemoryUpdate implements StateUpdate {
  private map: Tree | null;
  private entryCount: number;
  private readonly tables: Map<string, Tree | null>;
  private readonly close: (committed: MemoryVersion | null) => void;
  private isOpen = true;

  constructor(base: MemoryVersion, close: (committed: MemoryVersion | null) => void) {
    this.map = base.map;
    this.entryCount = base.size;
    this.tables = new Map(base.tables);
    this.close = close;
  }

  get root(): Uint8Array {
    return treeRoot(this.map).slice();
  }

  get size(): number {
    return this.entryCount;
  }

  get(key: Uint8Array): Uint8Array | undefined {
    return getFrom(this.version().map, key);
  }

  range(range: EntryRange): Iterable<Entry> {
    return rangeOf(this.version().map, range);
  }

  write(writes: readonly Write[]): Uint8Array {
    this.version();
    for (const { key, value } of writes) {
      checkKey(key);
      if (value !== null) checkValue(value);
    }
    for (const { key, value } of writes) {
      const existed = find(this.map, key) !== undefined;
      this.map =
        value === null ? remove(this.map, key) : insert(this.map, key.slice(), value.slice());
      this.entryCount += (value === null ? 0 : 1) - (existed ? 1 : 0);
    }
    return this.root;
  }

  table(name: string): TableUpdate {
    const current = (): Tree | null => tableOf(this.version(), name);
    current();
    return {
      get: (key) => getFrom(current(), key),
      range: (range) => rangeOf(current(), range),
      put: (key, value) => {
        checkKey(key);
        checkTableValue(value);
        this.tables.set(name, insert(current(), key.slice(), value.slice()));
      },
      remove: (key) => {
        this.tables.set(name, remove(current(), key));
      },
    };
  }

  async commit(): Promise<void> {
    const version = this.version();
    this.isOpen = false;
    treeRoot(version.map);
    this.close(version);
  }

  abort(): void {
    if (!this.isOpen) return;
    this.isOpen = false;
    this.close(null);
  }

  private version(): MemoryVersion {
    if (!this.isOpen) throw updateClosed();
    return { map: this.map, size: this.entryCount, tables: this.tables };
  }
}
