import type { StateSnapshot } from '@touchmark/state';

/** The last committed version of a store, here or in the process of a reader. */
export interface SnapshotSource {
  /** `use` runs at once and must not keep the snapshot. */
  read<T>(use: (snapshot: StateSnapshot) => T): T;
}
