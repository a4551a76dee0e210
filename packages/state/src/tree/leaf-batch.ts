import { HASH_WORDS } from './node-arena.ts';

/** Changes sorted by key, each key once, with their leaf hashes. */
export interface LeafBatch {
  readonly keys: readonly Uint8Array[];
  /** null removes the key. */
  readonly values: readonly (Uint8Array | null)[];
  /** Leaf hash of each, eight words; undefined content where the value is null. */
  readonly hashes: Int32Array;
}

export function hashAt(index: number): number {
  return index * HASH_WORDS;
}
