import { bitAt, compareKeys, criticalBit, NO_CRITICAL_BIT } from '../proof/key-bits.ts';
import type { EntryRange } from '../store.ts';

/** Immutable binary trie: every change copies the path from the root, so older versions stay whole. */
export interface Leaf<Value> {
  readonly key: Uint8Array;
  readonly value: Value;
  /** Filled in by `treeRoot`. */
  hash: Uint8Array | null;
}

export interface Branch<Value> {
  readonly position: number;
  readonly left: Tree<Value>;
  readonly right: Tree<Value>;
  hash: Uint8Array | null;
}

export type Tree<Value = Uint8Array> = Leaf<Value> | Branch<Value>;

export function isBranch<Value>(tree: Tree<Value>): tree is Branch<Value> {
  return 'position' in tree;
}

/** The leaf that the bits of `key` lead to, whatever its key. */
export function leafTowards<Value>(tree: Tree<Value>, key: Uint8Array): Leaf<Value> {
  let current: Tree<Value> = tree;
  while (isBranch(current)) {
    current = bitAt(key, current.position) === 0 ? current.left : current.right;
  }
  return current;
}

export function find<Value>(tree: Tree<Value> | null, key: Uint8Array): Value | undefined {
  if (tree === null) return undefined;
  const leaf = leafTowards(tree, key);
  return criticalBit(leaf.key, key) === NO_CRITICAL_BIT ? leaf.value : undefined;
}

export function insert<Value>(
  tree: Tree<Value> | null,
  key: Uint8Array,
  value: Value,
): Tree<Value> {
  const leaf: Leaf<Value> = { key, value, hash: null };
  if (tree === null) return leaf;
  const parting = criticalBit(leafTowards(tree, key).key, key);
  const path = pathTo<Value>(tree, key, parting);
  if (parting === NO_CRITICAL_BIT) return rebuild(path, key, leaf);
  const below = subtreeUnder(tree, path, key);
  const isRight = bitAt(key, parting) === 1;
  return rebuild(path, key, {
    position: parting,
    left: isRight ? below : leaf,
    right: isRight ? leaf : below,
    hash: null,
  });
}

export function remove<Value>(tree: Tree<Value> | null, key: Uint8Array): Tree<Value> | null {
  if (tree === null || find(tree, key) === undefined) return tree;
  const path = pathTo(tree, key, NO_CRITICAL_BIT);
  const parent = path.pop();
  if (parent === undefined) return null;
  return rebuild(path, key, bitAt(key, parent.position) === 0 ? parent.right : parent.left);
}

/** The branches on the way that `key`'s bits take, down to (not including) bit `limit`. */
function pathTo<Value>(tree: Tree<Value>, key: Uint8Array, limit: number): Branch<Value>[] {
  const path: Branch<Value>[] = [];
  let current: Tree<Value> = tree;
  while (isBranch(current) && current.position < limit) {
    path.push(current);
    current = bitAt(key, current.position) === 0 ? current.left : current.right;
  }
  return path;
}

function subtreeUnder<Value>(
  tree: Tree<Value>,
  path: readonly Branch<Value>[],
  key: Uint8Array,
): Tree<Value> {
  const last = path.at(-1);
  if (last === undefined) return tree;
  return bitAt(key, last.position) === 0 ? last.left : last.right;
}

function rebuild<Value>(
  path: readonly Branch<Value>[],
  key: Uint8Array,
  subtree: Tree<Value>,
): Tree<Value> {
  let current: Tree<Value> = subtree;
  for (const { position, left, right } of path.toReversed()) {
    current =
      bitAt(key, position) === 0
        ? { position, left: current, right, hash: null }
        : { position, left, right: current, hash: null };
  }
  return current;
}

export function* leavesOf<Value>(
  tree: Tree<Value> | null,
  range: EntryRange,
): Generator<Leaf<Value>> {
  const { start, end, limit = Infinity, reverse = false } = range;
  if (tree === null) return;
  const from = reverse ? end : start;
  const stack = from === null ? [tree] : seek(tree, from, reverse);
  for (let left = limit; left > 0; ) {
    const current = stack.pop();
    if (current === undefined) return;
    if (isBranch(current)) {
      if (reverse) stack.push(current.left, current.right);
      else stack.push(current.right, current.left);
      continue;
    }
    const isPast = reverse
      ? compareKeys(current.key, start) < 0
      : end !== null && compareKeys(current.key, end) >= 0;
    if (isPast) return;
    yield current;
    left -= 1;
  }
}

/** Subtrees whose keys are at or above `bound` (reverse: below it), the nearest on top of the stack. */
function seek<Value>(tree: Tree<Value>, bound: Uint8Array, reverse: boolean): Tree<Value>[] {
  const parting = criticalBit(leafTowards(tree, bound).key, bound);
  const stack: Tree<Value>[] = [];
  let current: Tree<Value> = tree;
  while (isBranch(current) && current.position < parting) {
    const bit = bitAt(bound, current.position);
    if (bit === 0 && !reverse) stack.push(current.right);
    if (bit === 1 && reverse) stack.push(current.left);
    current = bit === 0 ? current.left : current.right;
  }
  const isBound = parting === NO_CRITICAL_BIT;
  const isAbove = !isBound && bitAt(bound, parting) === 0;
  if (reverse ? !isAbove && !isBound : isAbove || isBound) stack.push(current);
  return stack;
}
