import { EMPTY_ROOT } from '../proof/hashes.ts';
import { NO_SLOT, type NodeArena } from '../tree/node-arena.ts';

/** One version of the map: which node of the arena is its root. */
export interface Version {
  readonly commit: number;
  readonly rootSlot: number;
  readonly root: Uint8Array;
  readonly size: number;
}

export function rootOf(arena: NodeArena, rootSlot: number): Uint8Array {
  return rootSlot === NO_SLOT ? EMPTY_ROOT : Uint8Array.from(arena.hash(rootSlot));
}
