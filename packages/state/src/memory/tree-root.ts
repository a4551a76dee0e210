import { EMPTY_ROOT, leafHash, nodeHash, valueHash } from '../proof/hashes.ts';
import { isBranch, type Tree } from './crit-bit-tree.ts';

/** Root hash; hashes only what has changed since the last call. No recursion: the tree may be thousands deep. */
export function treeRoot(tree: Tree | null): Uint8Array {
  if (tree === null) return EMPTY_ROOT;
  const stack = [tree];
  for (let current = stack.at(-1); current !== undefined; current = stack.at(-1)) {
    if (current.hash === null && isBranch(current)) {
      const { left, right } = current;
      if (left.hash === null) stack.push(left);
      if (right.hash === null) stack.push(right);
      if (left.hash === null || right.hash === null) continue;
      current.hash = nodeHash(current.position, left.hash, right.hash);
    } else if (current.hash === null && !isBranch(current)) {
      current.hash = leafHash(current.key, valueHash(current.value));
    }
    stack.pop();
  }
  return hashOf(tree);
}

/** Hash of a subtree below a root that `treeRoot` has seen. */
export function hashOf(tree: Tree): Uint8Array {
  if (tree.hash === null) throw new Error('a tree is hashed before it is asked for its hashes');
  return tree.hash;
}
