import { criticalBitOf, MAX_KEY_BYTES } from '../proof/key-bits.ts';
import type { LeafSource } from './leaf-source.ts';
import { HASH_AT, HASH_WORDS, type NodeArena, SLOT_WORDS } from './node-arena.ts';
import type { NodeHasher } from './node-hasher.ts';

const KEY_BYTES = MAX_KEY_BYTES + 1;

/**
 * The inside of one page, computed anew from its records. References: below `leafCount` a leaf, else a node; children
 * of nodes come before them.
 */
export class PageTree {
  leafCount = 0;
  root = 0;
  readonly keyLengths: Int32Array;
  private readonly hasher: NodeHasher;
  private readonly keys: Uint8Array;
  private readonly hashes: Int32Array;
  /** All hashes; that of a reference is 32 bytes at `hashOffset`. */
  readonly hashBytes: Uint8Array;
  private readonly positions: Int32Array;
  private readonly lefts: Int32Array;
  private readonly rights: Int32Array;
  private readonly open: Int32Array;

  constructor(hasher: NodeHasher, maxLeaves: number) {
    this.hasher = hasher;
    this.keyLengths = new Int32Array(maxLeaves);
    this.keys = new Uint8Array(maxLeaves * KEY_BYTES);
    this.hashes = new Int32Array(2 * maxLeaves * HASH_WORDS);
    this.hashBytes = new Uint8Array(this.hashes.buffer);
    this.positions = new Int32Array(2 * maxLeaves);
    this.lefts = new Int32Array(2 * maxLeaves);
    this.rights = new Int32Array(2 * maxLeaves);
    this.open = new Int32Array(maxLeaves);
  }

  /**
   * Reads `count` leaves, of which the source stands on the first, and hashes what is above them. Leaves the source on
   * the leaf that follows. False if the source ends early.
   */
  load(source: LeafSource, count: number): boolean {
    this.leafCount = count;
    for (let leaf = 0; leaf < count; leaf += 1) {
      this.takeLeaf(source, leaf);
      if (!source.next() && leaf < count - 1) return false;
    }
    this.shape();
    this.hashNodes();
    return true;
  }

  /** True if the page's root hash is what the arena says. */
  matches(arena: NodeArena, slot: number): boolean {
    const { hashes, root } = this;
    const expected = slot * SLOT_WORDS + HASH_AT;
    for (let index = 0; index < HASH_WORDS; index += 1) {
      if (hashes[root * HASH_WORDS + index] !== arena.words[expected + index]) return false;
    }
    return true;
  }

  isLeaf(reference: number): boolean {
    return reference < this.leafCount;
  }

  position(node: number): number {
    return this.positions[node] as number;
  }

  left(node: number): number {
    return this.lefts[node] as number;
  }

  right(node: number): number {
    return this.rights[node] as number;
  }

  hashOffset(reference: number): number {
    return reference * HASH_WORDS * 4;
  }

  hash(reference: number): Uint8Array {
    const start = this.hashOffset(reference);
    return this.hashBytes.subarray(start, start + HASH_WORDS * 4);
  }

  /** Key of a leaf: a view that the next `load` overwrites. */
  key(leaf: number): Uint8Array {
    const start = leaf * KEY_BYTES;
    return this.keys.subarray(start, start + (this.keyLengths[leaf] as number));
  }

  private takeLeaf(source: LeafSource, leaf: number): void {
    const { key, keyLength, hash } = source;
    const start = leaf * KEY_BYTES;
    for (let index = 0; index < keyLength; index += 1) {
      this.keys[start + index] = key[index] as number;
    }
    this.keyLengths[leaf] = keyLength;
    for (let index = 0; index < HASH_WORDS; index += 1) {
      this.hashes[leaf * HASH_WORDS + index] = hash[index] as number;
    }
  }

  /** The Cartesian tree of the positions at which neighbours part. */
  private shape(): void {
    let node = this.leafCount;
    let depth = 0;
    let current = 0;
    const closeLast = (): void => {
      depth -= 1;
      const opened = this.open[depth] as number;
      this.rights[opened] = current;
      current = opened;
    };
    // A node is numbered when its left side is complete; so numbers don't order nodes by height.
    for (let leaf = 1; leaf < this.leafCount; leaf += 1) {
      const position = this.parting(leaf);
      while (depth > 0 && this.position(this.open[depth - 1] as number) > position) closeLast();
      this.positions[node] = position;
      this.lefts[node] = current;
      this.open[depth] = node;
      depth += 1;
      node += 1;
      current = leaf;
    }
    while (depth > 0) closeLast();
    this.root = current;
  }

  private parting(leaf: number): number {
    const before = this.key(leaf - 1);
    const own = this.key(leaf);
    return criticalBitOf(before, before.length, own, own.length);
  }

  /** Hashes up to four nodes at a time whose children are hashed already. */
  private hashNodes(): void {
    const end = 2 * this.leafCount - 1;
    let done = 0;
    const isDone = new Uint8Array(end);
    isDone.fill(1, 0, this.leafCount);
    const lanes: number[] = [];
    while (done < this.leafCount - 1) {
      lanes.length = 0;
      for (let node = this.leafCount; node < end && lanes.length < 4; node += 1) {
        if (isDone[node] === 1) continue;
        if (isDone[this.left(node)] === 1 && isDone[this.right(node)] === 1) lanes.push(node);
      }
      for (const [lane, node] of lanes.entries()) {
        const { hashes } = this;
        const left = this.left(node) * HASH_WORDS;
        const right = this.right(node) * HASH_WORDS;
        this.hasher.load(lane, this.position(node), hashes, left, hashes, right);
      }
      this.hasher.run();
      for (const [lane, node] of lanes.entries()) {
        this.hasher.store(lane, this.hashes, node * HASH_WORDS);
        isDone[node] = 1;
      }
      done += lanes.length;
    }
  }
}
