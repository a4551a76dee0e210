import { checkKey, checkTableValue, unknownTable, updateClosed } from '../check-input.ts';
import type { Entry, EntryRange, StateUpdate, StateView, TableUpdate, Write } from '../store.ts';
import { sortedBatch } from '../tree/sorted-batch.ts';
import { FIRST_TABLE_NUMBER, MAP_NUMBER } from './layout.ts';
import type { OperationBuffer } from './operation-buffer.ts';
import { mergeRange, Overlay } from './overlay.ts';
import { OverlaySource } from './overlay-source.ts';
import type { StoreFiles } from './store-files.ts';
import { type LoadedTree, sharedLeafHasher } from './tree-tools.ts';
import { rootOf, type Version } from './version.ts';

/** Changes are hashed and handed to the writer's thread in such groups, so that it starts early. */
const GROUP_WRITES = 512;

/** What an update needs of its store, and whom it tells how it ended. */
export interface UpdateOwner {
  readonly files: StoreFiles;
  readonly tree: LoadedTree;
  readonly operations: OperationBuffer;
  /** Makes reads see the version that the update began with. */
  settleVersion(): void;
  commitUpdate(next: Omit<Version, 'commit'>): Promise<void>;
  abortUpdate(): void;
}

export class LmdbUpdate implements StateUpdate {
  private readonly owner: UpdateOwner;
  private readonly overlay = new Overlay();
  private readonly tableOverlays = new Map<string, Overlay>();
  private rootSlot: number;
  private entryCount: number;
  private isOpen = true;

  constructor(owner: UpdateOwner, base: Version) {
    this.owner = owner;
    this.rootSlot = base.rootSlot;
    this.entryCount = base.size;
  }

  get root(): Uint8Array {
    return rootOf(this.owner.tree.arena, this.rootSlot);
  }

  get size(): number {
    return this.entryCount;
  }

  get(key: Uint8Array): Uint8Array | undefined {
    this.checkOpen();
    const change = this.overlay.isEmpty ? undefined : this.overlay.get(key);
    if (change !== undefined) return change.value?.slice();
    return this.owner.files.getCheckedRecord(key);
  }

  range(range: EntryRange): Iterable<Entry> {
    this.checkOpen();
    const { files } = this.owner;
    const base = (bounds: EntryRange): Iterable<Entry> => files.rangeOfCheckedRecords(bounds);
    return this.overlay.isEmpty ? base(range) : mergeRange(base, this.overlay, range);
  }

  write(writes: readonly Write[]): Uint8Array {
    this.checkOpen();
    const { operations, files } = this.owner;
    const batch = sortedBatch(writes);
    const { keys, values, hashes } = batch;
    const hashBytes = new Uint8Array(hashes.buffer);
    for (let start = 0; start < keys.length; start += GROUP_WRITES) {
      const end = Math.min(start + GROUP_WRITES, keys.length);
      sharedLeafHasher().hash(keys, values, start, end, hashes);
      for (let index = start; index < end; index += 1) {
        const key = keys[index] as Uint8Array;
        const value = values[index] ?? null;
        if (value === null) operations.remove(MAP_NUMBER, key);
        else operations.putRecord(key, hashBytes, index * 32, value);
      }
    }
    operations.flush();
    const source = this.overlay.isEmpty
      ? files.cursor
      : new OverlaySource(files.cursor, this.overlay);
    const change = this.owner.tree.updater.apply(this.rootSlot, batch, source, (index) => {
      if (source.valueInPieces === 0) return;
      const value = values[index] ?? null;
      const key = keys[index] as Uint8Array;
      operations.removePieces(key, source.valueInPieces, value?.length ?? 0);
    });
    files.cursor.stop();
    this.overlay.addBatch(batch);
    this.rootSlot = change.root;
    this.entryCount += change.growth;
    return this.root;
  }

  table(name: string): TableUpdate {
    this.checkOpen();
    const number = this.owner.files.tableNames.indexOf(name);
    if (number === -1) throw unknownTable(name);
    const overlay = this.tableOverlays.get(name) ?? new Overlay();
    this.tableOverlays.set(name, overlay);
    return new LmdbTableUpdate(
      this.owner,
      () => this.checkOpen(),
      overlay,
      this.owner.files.table(name),
      FIRST_TABLE_NUMBER + number,
    );
  }

  async commit(): Promise<void> {
    this.checkOpen();
    this.isOpen = false;
    const { rootSlot, root, size } = this;
    await this.owner.commitUpdate({ rootSlot, root, size });
  }

  abort(): void {
    if (!this.isOpen) return;
    this.isOpen = false;
    this.owner.abortUpdate();
  }

  private checkOpen(): void {
    if (!this.isOpen) throw updateClosed();
    this.owner.settleVersion();
  }
}

class LmdbTableUpdate implements TableUpdate {
  private readonly owner: UpdateOwner;
  private readonly checkOpen: () => void;
  private readonly overlay: Overlay;
  private readonly base: StateView;
  private readonly number: number;

  constructor(
    owner: UpdateOwner,
    checkOpen: () => void,
    overlay: Overlay,
    base: StateView,
    number: number,
  ) {
    this.owner = owner;
    this.checkOpen = checkOpen;
    this.overlay = overlay;
    this.base = base;
    this.number = number;
  }

  get(key: Uint8Array): Uint8Array | undefined {
    this.checkOpen();
    const change = this.overlay.isEmpty ? undefined : this.overlay.get(key);
    return change === undefined ? this.base.get(key) : change.value?.slice();
  }

  range(range: EntryRange): Iterable<Entry> {
    this.checkOpen();
    if (this.overlay.isEmpty) return this.base.range(range);
    return mergeRange((bounds) => this.base.range(bounds), this.overlay, range);
  }

  put(key: Uint8Array, value: Uint8Array): void {
    this.checkOpen();
    checkKey(key);
    checkTableValue(value);
    this.owner.operations.putTableEntry(this.number, key, value);
    this.overlay.set(key.slice(), value.slice());
  }

  remove(key: Uint8Array): void {
    this.checkOpen();
    checkKey(key);
    this.owner.operations.removeTableEntry(this.number, key);
    this.overlay.set(key.slice(), null);
  }
}
