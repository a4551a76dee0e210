import { EMPTY_ROOT, leafHash, nodeHash, valueHash } from '../proof/hashes.ts';
import { compareKeys, criticalBit } from '../proof/key-bits.ts';
import { StateError } from '../state-error.ts';

/**
 * Computes the root of a map from its entries, given in key order, without keeping them: what is
 * kept are the
 * subtrees that may still grow, at most one for each position on the way to the last key.
 */
export class RootBuilder {
  /** Hashes of finished subtrees from left to right; `positions[i]` is where i and i + 1 part. */
  readonly #hashes: Uint8Array[] = [];
  readonly #positions: number[] = [];
  #last: Uint8Array | undefined;
  #size = 0;

  /** Entries added so far. */
  get size(): number {
    return this.#size;
  }

  /** @throws StateError STATE_RANGE_INVALID unless the key lies above all keys before. */
  add(key: Uint8Array, value: Uint8Array): void {
    if (this.#last !== undefined) {
      if (compareKeys(this.#last, key) >= 0) {
        throw new StateError('STATE_RANGE_INVALID', 'The entries do not come in key order.');
      }
      const position = criticalBit(this.#last, key);
      this.#mergeBelow(position);
      this.#positions.push(position);
    }
    this.#hashes.push(leafHash(key, valueHash(value)));
    this.#last = key.slice();
    this.#size += 1;
  }

  /** The root of what was added; nothing can be added after it. */
  finish(): Uint8Array {
    this.#mergeBelow(-1);
    return (this.#hashes[0] ?? EMPTY_ROOT).slice();
  }

  /** Nodes that part at a later position than this lie deeper, and are complete. */
  #mergeBelow(position: number): void {
    for (let top = this.#positions.at(-1); top !== undefined && top > position; ) {
      const right = this.#hashes.pop();
      const left = this.#hashes.pop();
      if (left === undefined || right === undefined) return;
      this.#hashes.push(nodeHash(top, left, right));
      this.#positions.pop();
      top = this.#positions.at(-1);
    }
  }
}
