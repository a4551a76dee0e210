import { KEY_PROOF, RANGE_PROOF } from '../proof/format.ts';
import { valueHash } from '../proof/hashes.ts';
import { bitAt, compareKeys, criticalBit, NO_CRITICAL_BIT } from '../proof/key-bits.ts';
import { ProofWriter } from '../proof-writer.ts';
import type { KeyRange } from '../store.ts';
import { isBranch, type Leaf, leafTowards, type Tree } from './crit-bit-tree.ts';
import { hashOf } from './tree-root.ts';

/** Proof of one key: the path to it, or to the key that shares most bits with it. */
export function proveKey(tree: Tree | null, key: Uint8Array): Uint8Array {
  const writer = new ProofWriter();
  writer.start(KEY_PROOF);
  if (tree === null) {
    writer.empty();
    return writer.finish();
  }
  const witness = nearestLeaf(tree, key);
  writeTree(writer, tree, witness.key, witness.key, (leaf) => {
    if (compareKeys(leaf.key, key) === 0) writer.wantedLeaf(valueHash(leaf.value));
    else writer.witnessLeaf(leaf.key, valueHash(leaf.value));
  });
  return writer.finish();
}

/** Proof of a range: every entry in it, and the nearest leaf to each bound. */
export function proveRange(tree: Tree | null, { start, end }: KeyRange): Uint8Array {
  const writer = new ProofWriter();
  writer.start(RANGE_PROOF);
  if (tree === null) {
    writer.empty();
    return writer.finish();
  }
  const first = nearestLeaf(tree, start);
  const last = end === null ? edgeLeaf(tree, true) : nearestLeaf(tree, end);
  writeTree(writer, tree, first.key, last.key, (leaf) => {
    const isInside =
      compareKeys(leaf.key, start) >= 0 && (end === null || compareKeys(leaf.key, end) < 0);
    if (isInside) writer.entryLeaf(leaf.key, leaf.value);
    else writer.witnessLeaf(leaf.key, valueHash(leaf.value));
  });
  return writer.finish();
}

/** The key itself, or of its two neighbours the one that shares more bits with it. */
function nearestLeaf(tree: Tree, key: Uint8Array): Leaf<Uint8Array> {
  const parting = criticalBit(leafTowards(tree, key).key, key);
  if (parting === NO_CRITICAL_BIT) return leafTowards(tree, key);
  let current = tree;
  while (isBranch(current) && current.position < parting) {
    current = bitAt(key, current.position) === 0 ? current.left : current.right;
  }
  return edgeLeaf(current, bitAt(key, parting) === 1);
}

function edgeLeaf(tree: Tree, last: boolean): Leaf<Uint8Array> {
  let current = tree;
  while (isBranch(current)) current = last ? current.right : current.left;
  return current;
}

/** What of a subtree is spelled out: all between the bounds that still apply to it. */
interface Part {
  tree: Tree;
  first: Uint8Array | null;
  last: Uint8Array | null;
}

/** Writes the tree with all leaves from `first` to `last` (keys of leaves) spelled out, the rest pruned. */
function writeTree(
  writer: ProofWriter,
  root: Tree,
  firstKey: Uint8Array,
  lastKey: Uint8Array,
  writeLeaf: (leaf: Leaf<Uint8Array>) => void,
): void {
  const stack: Part[] = [{ tree: root, first: firstKey, last: lastKey }];
  for (let part = stack.pop(); part !== undefined; part = stack.pop()) {
    const { tree, first, last } = part;
    if (!isBranch(tree)) {
      writeLeaf(tree);
      continue;
    }
    const { position, left, right } = tree;
    if (first !== null && bitAt(first, position) === 1) {
      writer.oneSided(position, true, hashOf(left), 0);
      stack.push({ tree: right, first, last });
    } else if (last !== null && bitAt(last, position) === 0) {
      writer.oneSided(position, false, hashOf(right), 0);
      stack.push({ tree: left, first, last });
    } else {
      writer.fork(position);
      stack.push({ tree: right, first: null, last }, { tree: left, first, last: null });
    }
  }
}
