/**
 * The Merkle tree of RFC 6962, section 2.1, as CometBFT uses it for blocks and headers: an empty tree hashes to
 * SHA-256(""), a leaf to SHA-256(00 || leaf), an inner node to SHA-256(01 || left || right), and a list splits at
 * the largest power of two below its length.
 */
import { sha256 } from '#sha256';
import { concatBytes, equalBytes } from './bytes.ts';
import { CryptoError } from './crypto-error.ts';

const HASH_BYTES = 32;
/** Most leaves are receipts and hashes; what is hashed is put together here, not in an array for each. */
const SCRATCH_BYTES = 1024;
const leafScratch = new Uint8Array(SCRATCH_BYTES);
const innerScratch = new Uint8Array(1 + 2 * HASH_BYTES);
leafScratch[0] = 0;
innerScratch[0] = 1;

function hashLeaf(leaf: Uint8Array): Uint8Array {
  if (leaf.length >= SCRATCH_BYTES) return sha256(concatBytes(Uint8Array.of(0), leaf));
  leafScratch.set(leaf, 1);
  return sha256(leafScratch.subarray(0, 1 + leaf.length));
}

function hashInner(left: Uint8Array, right: Uint8Array): Uint8Array {
  innerScratch.set(left, 1);
  innerScratch.set(right, 1 + HASH_BYTES);
  return sha256(innerScratch);
}

/** The largest power of two below a count of at least two. */
function splitPoint(count: number): number {
  let size = 1;
  while (size * 2 < count) size *= 2;
  return size;
}

/** @returns the tree's root, 32 bytes. */
export function merkleRoot(leaves: readonly Uint8Array[]): Uint8Array {
  if (leaves.length === 0) return sha256(new Uint8Array(0));
  let level = leaves.map(hashLeaf);
  // Pairing neighbours and carrying an odd last node up gives the same tree as splitting at powers of two.
  while (level.length > 1) {
    const above: Uint8Array[] = [];
    for (let index = 0; index < level.length; index += 2) {
      const [left, right] = [level[index], level[index + 1]];
      if (left !== undefined) above.push(right === undefined ? left : hashInner(left, right));
    }
    level = above;
  }
  return level[0] ?? sha256(new Uint8Array(0));
}

/**
 * The hashes that lead from one leaf to the root, nearest first.
 * @throws CryptoError CRYPTO_LEAF_INDEX_INVALID
 */
export function merkleProof(leaves: readonly Uint8Array[], index: number): Uint8Array[] {
  if (!Number.isInteger(index) || index < 0 || index >= leaves.length) {
    throw new CryptoError(
      'CRYPTO_LEAF_INDEX_INVALID',
      `There is no leaf ${index} in a tree of ${leaves.length}. Pass an index from 0 to the last leaf.`,
    );
  }
  const path: Uint8Array[] = [];
  let [from, to] = [0, leaves.length];
  while (to - from > 1) {
    const middle = from + splitPoint(to - from);
    const isLeft = index < middle;
    path.unshift(merkleRoot(isLeft ? leaves.slice(middle, to) : leaves.slice(from, middle)));
    if (isLeft) to = middle;
    else from = middle;
  }
  return path;
}

/** @returns the root that this leaf and path lead to, or undefined when the path has the wrong length. */
function rootFrom(
  hash: Uint8Array,
  index: number,
  total: number,
  path: readonly Uint8Array[],
): Uint8Array | undefined {
  if (total === 1) return path.length === 0 ? hash : undefined;
  const sibling = path.at(-1);
  if (sibling === undefined || sibling.length !== HASH_BYTES) return undefined;
  const left = splitPoint(total);
  const isLeft = index < left;
  const rest = path.slice(0, -1);
  const child = isLeft
    ? rootFrom(hash, index, left, rest)
    : rootFrom(hash, index - left, total - left, rest);
  if (child === undefined) return undefined;
  return isLeft ? hashInner(child, sibling) : hashInner(sibling, child);
}

/** Checks that `leaf` (its bytes, not its hash) is leaf `index` of the `total` leaves under `root`. */
export function verifyMerkleProof(
  root: Uint8Array,
  leaf: Uint8Array,
  index: number,
  total: number,
  path: readonly Uint8Array[],
): boolean {
  if (!Number.isSafeInteger(total) || !Number.isSafeInteger(index)) return false;
  if (index < 0 || index >= total) return false;
  const found = rootFrom(hashLeaf(leaf), index, total, path);
  return found !== undefined && equalBytes(found, root);
}
