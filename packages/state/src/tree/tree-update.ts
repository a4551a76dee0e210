import { criticalBitOf } from '../proof/key-bits.ts';
import { MAX_KEY_BYTES } from '../proof/key-bits.ts';
import { StateError } from '../state-error.ts';
import { hashAt, type LeafBatch } from './leaf-batch.ts';
import type { LeafSource } from './leaf-source.ts';
import { NO_SLOT, type NodeArena } from './node-arena.ts';
import type { NodeHasher } from './node-hasher.ts';
import { TreeBuilder } from './tree-builder.ts';
import { lowestKey, TreePath } from './tree-path.ts';
import { TreeWalker } from './tree-walker.ts';

/** Below every position: where the neighbours of a gap part if it has only one. */
const NO_POSITION = -1;

export interface TreeChange {
  root: number;
  /** Change of the number of leaves. */
  growth: number;
}

/** Lays batches of changes over the tree; what they don't touch is shared with the tree before. */
export class TreeUpdater {
  private readonly arena: NodeArena;
  private readonly builder: TreeBuilder;
  private readonly walker: TreeWalker;
  private readonly path = new TreePath();
  private readonly bound = new Uint8Array(MAX_KEY_BYTES + 1);
  private root = NO_SLOT;
  private growth = 0;
  private onReplaced: (index: number) => void = () => undefined;
  /** Key of the last leaf that was handed to the builder in this page or gap. */
  private lastKey: Uint8Array | null = null;
  private lastLength = 0;

  constructor(arena: NodeArena, hasher: NodeHasher, pageLeaves: number) {
    this.arena = arena;
    this.builder = new TreeBuilder(arena, hasher, pageLeaves);
    this.walker = new TreeWalker(arena, this.builder);
  }

  /**
   * @param source the leaves below `root`, without the batch.
   * @param onReplaced told when a change meets a leaf that exists, while the source stands on it.
   */
  apply(
    root: number,
    batch: LeafBatch,
    source: LeafSource,
    onReplaced: (index: number) => void = () => undefined,
  ): TreeChange {
    this.builder.reset();
    this.root = root;
    this.growth = 0;
    this.onReplaced = onReplaced;
    this.walker.start(root);
    const { keys } = batch;
    for (let index = 0; index < keys.length; ) {
      const key = keys[index] as Uint8Array;
      this.path.follow(this.arena, root, key, key.length);
      const shared = this.path.sharedBits(this.arena);
      const length = lowestKey(this.bound, key, key.length, shared);
      const found = root !== NO_SLOT && source.seek(this.bound, length);
      const isInPage =
        found && criticalBitOf(source.key, source.keyLength, key, key.length) >= shared;
      index = isInPage
        ? this.rewritePage(batch, index, shared, source)
        : this.fillGap(batch, index, found, source);
    }
    this.walker.finish();
    return { root: this.builder.finish(), growth: this.growth };
  }

  /** Merges the leaves of a page with all changes that fall into it. Returns the index of the first that does not. */
  private rewritePage(batch: LeafBatch, first: number, shared: number, source: LeafSource): number {
    const { keys } = batch;
    const own = keys[first] as Uint8Array;
    let end = first + 1;
    while (end < keys.length && sharesBits(keys[end] as Uint8Array, own, shared)) end += 1;
    const { page } = this.path;
    let oldLeaves = this.arena.leafCount(page);
    this.walker.openPage(this.path.slots, this.path.depth, page);
    this.lastKey = null;
    let index = first;
    while (oldLeaves > 0 || index < end) {
      const key = index < end ? (keys[index] as Uint8Array) : null;
      const order = oldLeaves === 0 ? 1 : key === null ? -1 : compareTo(source, key);
      if (order < 0) this.oldLeaf(source);
      else {
        if (order === 0) this.onReplaced(index);
        this.newLeaf(batch, index, order === 0);
        index += 1;
      }
      if (order > 0) continue;
      oldLeaves -= 1;
      if (oldLeaves > 0 && !source.next()) throw recordsMissing();
    }
    return end;
  }

  /**
   * The change at `first` falls between two old neighbours, into a stretch of the key space where nothing was; so do
   * all that follow below the page of the upper neighbour, on which the source stands if it is `found`.
   */
  private fillGap(batch: LeafBatch, first: number, found: boolean, source: LeafSource): number {
    const { keys } = batch;
    const own = keys[first] as Uint8Array;
    const upperLength = source.keyLength;
    const upper = found ? source.keepKey() : null;
    const end = this.endOfGap(keys, first, upper, upperLength);
    const index = nextInsert(batch, first, end);
    if (index === end) return end;
    const hasLower = this.root !== NO_SLOT && source.seekBelow(own, own.length);
    const lower = hasLower ? source.key : null;
    const parting =
      lower === null || upper === null
        ? NO_POSITION
        : criticalBitOf(lower, source.keyLength, upper, upperLength);
    this.lastKey = null;
    if (lower !== null) this.openAfter(lower, source.keyLength, batch.keys[index], parting);
    for (let at = index; at < end; at = nextInsert(batch, at + 1, end)) {
      this.newLeaf(batch, at, false);
    }
    if (upper !== null) this.openBefore(upper, upperLength, parting);
    return end;
  }

  /** First change after `first` that is not below all keys which begin like the upper neighbour's page. */
  private endOfGap(
    keys: readonly Uint8Array[],
    first: number,
    upper: Uint8Array | null,
    upperLength: number,
  ): number {
    if (upper === null) return keys.length;
    this.path.follow(this.arena, this.root, upper, upperLength);
    const length = lowestKey(this.bound, upper, upperLength, this.path.sharedBits(this.arena));
    let end = first + 1;
    while (end < keys.length && isBelow(keys[end] as Uint8Array, this.bound, length)) end += 1;
    return end;
  }

  /** Hands over all up to the lower neighbour of a gap, opened where the first new key branches off. */
  private openAfter(
    lower: Uint8Array,
    length: number,
    firstNew: Uint8Array | undefined,
    parting: number,
  ): void {
    if (firstNew === undefined) return;
    const branch = criticalBitOf(lower, length, firstNew, firstNew.length);
    const limit = Math.max(branch, parting + 1);
    this.path.follow(this.arena, this.root, lower, length, limit);
    this.walker.openAfter(this.path.slots, this.path.depth, this.path.page, parting);
    this.remember(lower, length);
  }

  /** Goes to the upper neighbour of a gap, opened where the last new key branches off. */
  private openBefore(upper: Uint8Array, length: number, parting: number): void {
    const { lastKey, lastLength } = this;
    if (lastKey === null) return;
    const branch = criticalBitOf(lastKey, lastLength, upper, length);
    const limit = Math.max(branch, parting + 1);
    this.path.follow(this.arena, this.root, upper, length, limit);
    this.walker.openBefore(this.path.slots, this.path.depth, this.path.page);
    this.builder.separator(branch);
  }

  private oldLeaf(source: LeafSource): void {
    const { keyLength, hash } = source;
    const key = source.keepKey();
    this.separateFromLast(key, keyLength);
    this.builder.leaf(hash, 0);
    this.remember(key, keyLength);
  }

  private newLeaf(batch: LeafBatch, index: number, existed: boolean): void {
    const isRemoved = batch.values[index] === null;
    this.growth += (isRemoved ? 0 : 1) - (existed ? 1 : 0);
    if (isRemoved) return;
    const key = batch.keys[index] as Uint8Array;
    this.separateFromLast(key, key.length);
    this.builder.leaf(batch.hashes, hashAt(index));
    this.remember(key, key.length);
  }

  private separateFromLast(key: Uint8Array, length: number): void {
    if (this.lastKey === null) return;
    this.builder.separator(criticalBitOf(this.lastKey, this.lastLength, key, length));
  }

  private remember(key: Uint8Array, length: number): void {
    this.lastKey = key;
    this.lastLength = length;
  }
}

function recordsMissing(): StateError {
  return new StateError(
    'STATE_CORRUPT',
    'Records are missing that the tree has. Stop the node, check the disk, and restore the store ' +
      'from a backup or from another node.',
  );
}

function sharesBits(key: Uint8Array, other: Uint8Array, bits: number): boolean {
  return criticalBitOf(key, key.length, other, other.length) >= bits;
}

function compareTo(source: LeafSource, key: Uint8Array): number {
  const { key: own, keyLength } = source;
  const shared = Math.min(keyLength, key.length);
  for (let index = 0; index < shared; index += 1) {
    const difference = (own[index] as number) - (key[index] as number);
    if (difference !== 0) return difference;
  }
  return keyLength - key.length;
}

function isBelow(key: Uint8Array, upper: Uint8Array, upperLength: number): boolean {
  const shared = Math.min(key.length, upperLength);
  for (let index = 0; index < shared; index += 1) {
    const difference = (key[index] as number) - (upper[index] as number);
    if (difference !== 0) return difference < 0;
  }
  return key.length < upperLength;
}

function nextInsert(batch: LeafBatch, from: number, end: number): number {
  let index = from;
  while (index < end && batch.values[index] === null) index += 1;
  return index;
}
