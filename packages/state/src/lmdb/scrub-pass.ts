import { nodeHash } from '../proof/hashes.ts';
import { equalBytes, MAX_KEY_BYTES } from '../proof/key-bits.ts';
import { HASH_WORDS, NO_SLOT, type NodeArena } from '../tree/node-arena.ts';
import { PageTree } from '../tree/page-tree.ts';
import { lowestKey, TreePath } from '../tree/tree-path.ts';
import { damaged } from '../tree/tree-prover.ts';
import type { StoreFiles } from './store-files.ts';
import { type LoadedTree, sharedLeafHasher, sharedNodeHasher } from './tree-tools.ts';
import type { Version } from './version.ts';

export interface ScrubTarget {
  readonly files: StoreFiles;
  readonly tree: LoadedTree;
  /** The newest version; settled, so that LMDB shows the same. */
  version(): Version;
}

const NOTHING = new Uint8Array(0);
const RECORDS_AT_ONCE = 500;

/**
 * Goes through the pages from left to right, slice by slice. A slice sees the newest version, not the one that the pass
 * began with: it checks that its pages follow one another in the tree without a gap and have the hashes that the
 * tree has. So commits in between do no harm, and no old version of the file is kept alive meanwhile.
 */
export class ScrubPass {
  private readonly target: ScrubTarget;
  private readonly arena: NodeArena;
  private readonly page: PageTree;
  private path = new TreePath();
  private before = new TreePath();
  /** Last key that was checked. The next slice begins with its page again, to see that nothing is missing after it. */
  private lastKey: Uint8Array | null = null;
  isDone = false;

  constructor(target: ScrubTarget) {
    this.target = target;
    this.arena = target.tree.arena;
    this.page = new PageTree(sharedNodeHasher(), target.tree.pageLeaves);
  }

  /** Checks the next pages; returns the number of records in them. Throws STATE_CORRUPT. */
  slice(): number {
    const { rootSlot } = this.target.version();
    try {
      return this.checkSlice(rootSlot);
    } finally {
      this.target.files.cursor.stop();
    }
  }

  private checkSlice(rootSlot: number): number {
    const { cursor } = this.target.files;
    const isResumed = this.seekLastPage(rootSlot);
    let hasNext = isResumed || cursor.seek(NOTHING, 0);
    if (hasNext !== (rootSlot !== NO_SLOT)) throw damaged();
    let isFirst = true;
    let count = 0;
    while (hasNext && count < RECORDS_AT_ONCE) {
      this.path.follow(this.arena, rootSlot, cursor.key, cursor.keyLength);
      const shared = isFirst ? 0 : this.sharedDepth();
      for (let level = shared; level < this.path.depth; level += 1) this.checkNode(level);
      if (!isFirst) this.checkNeighbours(shared);
      else if (!isResumed) checkSides(this.arena, this.path, 0, false);
      hasNext = this.checkPage();
      if (!isFirst || !isResumed) count += this.page.leafCount;
      isFirst = false;
      [this.path, this.before] = [this.before, this.path];
    }
    if (!hasNext) this.isDone = true;
    if (!hasNext && rootSlot !== NO_SLOT) checkSides(this.arena, this.before, 0, true);
    return count;
  }

  /**
   * Puts the cursor on the first record of the page that the last slice ended with. The record may be gone by now; then
   * the one before it has to have the next page for a neighbour. False if there is none: begin at the beginning.
   */
  private seekLastPage(rootSlot: number): boolean {
    const { cursor } = this.target.files;
    if (this.lastKey === null || rootSlot === NO_SLOT) return false;
    const bound = Uint8Array.from([...this.lastKey, 0]);
    if (!cursor.seekBelow(bound, bound.length)) return false;
    this.path.follow(this.arena, rootSlot, cursor.key, cursor.keyLength);
    const lowest = new Uint8Array(MAX_KEY_BYTES + 1);
    const shared = this.path.sharedBits(this.arena);
    return cursor.seek(lowest, lowestKey(lowest, cursor.key, cursor.keyLength, shared));
  }

  private sharedDepth(): number {
    const { path, before } = this;
    let shared = 0;
    while (
      shared < path.depth &&
      shared < before.depth &&
      path.slots[shared] === before.slots[shared]
    ) {
      shared += 1;
    }
    return shared;
  }

  private checkNode(level: number): void {
    const { arena, path } = this;
    const slot = path.slots[level] as number;
    const position = arena.position(slot);
    const above = level === 0 ? -1 : arena.position(path.slots[level - 1] as number);
    const expected = nodeHash(
      position,
      arena.hash(arena.left(slot)),
      arena.hash(arena.right(slot)),
    );
    if (position <= above || !equalBytes(expected, arena.hash(slot))) throw damaged();
  }

  /** The page before and this one stand side by side: below the node where their paths part, nothing lies between. */
  private checkNeighbours(shared: number): void {
    const { arena, path, before } = this;
    if (shared === 0) throw damaged();
    const node = path.slots[shared - 1] as number;
    if (childAt(before, shared) !== arena.left(node)) throw damaged();
    if (childAt(path, shared) !== arena.right(node)) throw damaged();
    checkSides(arena, before, shared, true);
    checkSides(arena, path, shared, false);
  }

  /** Recomputes the leaf hashes from the values and the page's root from them. False if no record follows. */
  private checkPage(): boolean {
    const { files } = this.target;
    const { cursor } = files;
    const { page, path, arena } = this;
    if (!page.load(cursor, arena.leafCount(path.page)) || !page.matches(arena, path.page)) {
      throw damaged();
    }
    const keys = Array.from({ length: page.leafCount }, (_, leaf) => page.key(leaf).slice());
    const values = keys.map((key) => files.getRecord(key) ?? null);
    const hashes = new Int32Array(keys.length * HASH_WORDS);
    sharedLeafHasher().hash(keys, values, 0, keys.length, hashes);
    const bytes = new Uint8Array(hashes.buffer);
    for (let leaf = 0; leaf < keys.length; leaf += 1) {
      if (!equalBytes(bytes.subarray(leaf * 32, leaf * 32 + 32), page.hash(leaf))) throw damaged();
    }
    this.lastKey = keys.at(-1) ?? null;
    return cursor.isOnRecord;
  }
}

/** The node or page that a path goes on to at a depth. */
function childAt(path: TreePath, depth: number): number {
  return depth < path.depth ? (path.slots[depth] as number) : path.page;
}

/** Throws unless the path goes to the same side all the way from `depth` on. */
function checkSides(arena: NodeArena, path: TreePath, depth: number, isRight: boolean): void {
  for (let level = depth; level < path.depth; level += 1) {
    const slot = path.slots[level] as number;
    const expected = isRight ? arena.right(slot) : arena.left(slot);
    if (childAt(path, level + 1) !== expected) throw damaged();
  }
}
