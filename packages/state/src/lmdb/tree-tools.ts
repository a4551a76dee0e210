import { LeafHasher } from '../tree/leaf-hasher.ts';
import type { NodeArena } from '../tree/node-arena.ts';
import { NodeHasher } from '../tree/node-hasher.ts';
import { TreeProver } from '../tree/tree-prover.ts';
import { TreeUpdater } from '../tree/tree-update.ts';

/**
 * Most leaves of a page. Halving it about halves the work of a proof and of rehashing touched pages, and doubles the
 * memory of the upper tree; measured in docs/adr/0002-state-map.md. Stores remember theirs.
 */
export const DEFAULT_PAGE_LEAVES = 8;

// Compiled once: they hold no state between calls, and nothing here yields while it uses them.
let nodeHasher: NodeHasher | undefined;
let leafHasher: LeafHasher | undefined;

export function sharedNodeHasher(): NodeHasher {
  nodeHasher ??= new NodeHasher();
  return nodeHasher;
}

export function sharedLeafHasher(): LeafHasher {
  leafHasher ??= new LeafHasher();
  return leafHasher;
}

/** The upper tree of an open store and what reads it. */
export class LoadedTree {
  readonly arena: NodeArena;
  readonly pageLeaves: number;
  readonly prover: TreeProver;
  readonly updater: TreeUpdater;

  constructor(arena: NodeArena, pageLeaves: number) {
    this.arena = arena;
    this.pageLeaves = pageLeaves;
    this.prover = new TreeProver(arena, sharedNodeHasher(), pageLeaves);
    this.updater = new TreeUpdater(arena, sharedNodeHasher(), pageLeaves);
  }
}
