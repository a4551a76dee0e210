import { checkKey, checkProvableRange } from '../check-input.ts';
import { equalBytes } from '../proof/key-bits.ts';
import { StateError } from '../state-error.ts';
import type { Entry, EntryRange, KeyRange, StateSnapshot, StateView } from '../store.ts';
import { proveRange } from '../tree/range-prover.ts';
import type { ProvenVersion } from '../tree/tree-prover.ts';
import type { StoreFiles } from './store-files.ts';
import type { LoadedTree } from './tree-tools.ts';
import type { Version } from './version.ts';

/** One version, for as long as the `read` that it was made for. */
export class LmdbSnapshot implements StateSnapshot {
  private readonly files: StoreFiles;
  private readonly tree: LoadedTree;
  private readonly version: Version;
  private isOpen = true;
  /** What `get` handed out last: a proof of the same key often follows. */
  private lastKey: Uint8Array | null = null;
  private lastValue: Uint8Array | undefined;

  constructor(files: StoreFiles, tree: LoadedTree, version: Version) {
    this.files = files;
    this.tree = tree;
    this.version = version;
  }

  get root(): Uint8Array {
    return this.version.root;
  }

  get size(): number {
    return this.version.size;
  }

  get(key: Uint8Array): Uint8Array | undefined {
    this.checkOpen();
    this.lastValue = this.files.getRecord(key);
    this.lastKey = key;
    return this.lastValue;
  }

  *range(range: EntryRange): Generator<Entry> {
    this.checkOpen();
    for (const entry of this.files.rangeOfRecords(range)) {
      yield entry;
      this.checkOpen();
    }
  }

  proveKey(key: Uint8Array): Uint8Array {
    checkKey(key);
    return this.tree.prover.proveKey(this.proven(), key);
  }

  proveRange(range: KeyRange): Uint8Array {
    checkProvableRange(range);
    return proveRange(this.tree.prover, this.proven(), range);
  }

  table(name: string): StateView {
    this.checkOpen();
    return this.files.table(name);
  }

  /** The `read` is over: what comes later would see another version. */
  end(): void {
    this.isOpen = false;
  }

  private proven(): ProvenVersion {
    this.checkOpen();
    const { files } = this;
    return {
      rootSlot: this.version.rootSlot,
      source: files.cursor,
      valueOf: (key) =>
        this.lastKey !== null && equalBytes(this.lastKey, key)
          ? this.lastValue
          : files.getRecord(key),
      valueAgain: (key) => files.getRecord(key),
    };
  }

  private checkOpen(): void {
    if (this.isOpen) return;
    throw new StateError(
      'STATE_SNAPSHOT_ENDED',
      'This snapshot ended with the call of `read` that it came from. Use it inside only.',
    );
  }
}
