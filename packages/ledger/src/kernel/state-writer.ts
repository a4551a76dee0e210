import type { StateView } from '@touchmark/state';

/** What changing the state takes: a transaction's context, or the genesis being written. */
export interface StateWriter extends StateView {
  put(key: Uint8Array, value: Uint8Array): void;
  remove(key: Uint8Array): void;
  /**
   * Writes the next version of a versioned entry and archives the one it replaces.
   * @param current the entry's envelope as it is now; undefined if there is none.
   */
  putVersion(key: Uint8Array, current: Uint8Array | undefined, body: Uint8Array): void;
}
