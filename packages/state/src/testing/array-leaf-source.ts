import { HASH_WORDS } from '../tree/node-arena.ts';
import type { LeafSource } from '../tree/leaf-source.ts';

/** Sorted leaves in an array, behind the interface that the stores implement over their files. */
export class ArrayLeafSource implements LeafSource {
  private readonly leaves: readonly { key: Uint8Array; hash: Uint8Array }[];
  private index = 0;
  key: Uint8Array = new Uint8Array(0);
  keyLength = 0;
  readonly hash: Int32Array = new Int32Array(HASH_WORDS);

  constructor(leaves: readonly { key: Uint8Array; hash: Uint8Array }[]) {
    this.leaves = leaves;
  }

  seek(bound: Uint8Array, boundLength: number): boolean {
    const wanted = bound.subarray(0, boundLength);
    const found = this.leaves.findIndex(({ key }) => Buffer.compare(key, wanted) >= 0);
    return this.take(found === -1 ? this.leaves.length : found);
  }

  next(): boolean {
    return this.take(this.index + 1);
  }

  seekBelow(bound: Uint8Array, boundLength: number): boolean {
    const wanted = bound.subarray(0, boundLength);
    return this.take(this.leaves.findLastIndex(({ key }) => Buffer.compare(key, wanted) < 0));
  }

  keepKey(): Uint8Array {
    return this.key;
  }

  private take(index: number): boolean {
    this.index = index;
    const leaf = this.leaves[index];
    if (leaf === undefined) return false;
    this.key = leaf.key;
    this.keyLength = leaf.key.length;
    new Uint8Array(this.hash.buffer).set(leaf.hash);
    return true;
  }
}
