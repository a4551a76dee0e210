/**
 * Leaves in key order, as they were before an update. One leaf at a time is current; the buffers that hold it are
 * reused, so that walking millions of leaves makes no garbage.
 */
export interface LeafSource {
  /** Key of the current leaf: the first `keyLength` bytes. */
  readonly key: Uint8Array;
  readonly keyLength: number;
  /** Leaf hash of the current leaf: eight words. */
  readonly hash: Int32Array;
  /** Goes to the first leaf at or above the bound; false if there is none. */
  seek(bound: Uint8Array, boundLength: number): boolean;
  /** Goes to the next leaf; false at the end. Only after `seek` or `next` returned true. */
  next(): boolean;
  /** Goes to the last leaf below the bound; false if there is none. `next` may not follow. */
  seekBelow(bound: Uint8Array, boundLength: number): boolean;
  /** Hands out the buffer of the current key; it stays as it is until `keepKey` is called again. */
  keepKey(): Uint8Array;
}
