import { KEY_PROOF } from '../proof/format.ts';
import { leafHash, valueHash } from '../proof/hashes.ts';
import { criticalBitOf, equalBytes, MAX_KEY_BYTES } from '../proof/key-bits.ts';
import { ProofWriter } from '../proof-writer.ts';
import { StateError } from '../state-error.ts';
import type { LeafSource } from './leaf-source.ts';
import { NO_SLOT, type NodeArena } from './node-arena.ts';
import type { NodeHasher } from './node-hasher.ts';
import { PageTree } from './page-tree.ts';
import { bitOf, lowestKey, TreePath } from './tree-path.ts';

/** Where a search for the page of a key ends. */
const IN_PAGE = 0;
const IN_GAP = 1;
const AT_END = 2;

/** What a prover needs of one version of the map. */
export interface ProvenVersion {
  readonly rootSlot: number;
  readonly source: LeafSource;
  /** Value of a key that exists, perhaps as it was handed out before. */
  valueOf(key: Uint8Array): Uint8Array | undefined;
  /** The same, read anew: somebody may have changed what was handed out. */
  valueAgain(key: Uint8Array): Uint8Array | undefined;
}

/**
 * Proofs out of the upper tree and the records of one page. On the way the page's hashes are computed anew, so a proof
 * over a damaged record is noticed here and not by the one who asked.
 */
export class TreeProver {
  readonly arena: NodeArena;
  readonly path: TreePath = new TreePath();
  readonly page: PageTree;
  readonly writer: ProofWriter = new ProofWriter();
  private readonly bound = new Uint8Array(MAX_KEY_BYTES + 1);

  constructor(arena: NodeArena, hasher: NodeHasher, pageLeaves: number) {
    this.arena = arena;
    this.page = new PageTree(hasher, pageLeaves);
  }

  proveKey(version: ProvenVersion, key: Uint8Array): Uint8Array {
    const { writer } = this;
    writer.start(KEY_PROOF);
    if (version.rootSlot === NO_SLOT) {
      writer.empty();
      return writer.finish();
    }
    const witness = this.findWitness(version, key);
    const witnessKey = this.page.key(witness);
    this.writePath(writer, witnessKey);
    this.writePagePath(writer, witnessKey);
    const { hash } = checkedValue(version, this.page, witness, witnessKey);
    if (equalBytes(witnessKey, key)) writer.wantedLeaf(hash);
    else writer.witnessLeaf(witnessKey, hash);
    return writer.finish();
  }

  /** Makes `page` and `path` those of the key, or of its neighbour that shares most bits; returns that leaf. */
  findWitness(version: ProvenVersion, key: Uint8Array): number {
    const { source } = version;
    const stands = this.seekPage(version, key);
    if (stands !== IN_PAGE) {
      const upper = stands === AT_END ? null : currentKey(source);
      const lower = source.seekBelow(key, key.length) ? currentKey(source) : null;
      const nearest = nearer(key, lower, upper);
      if (nearest === null || this.seekPage(version, nearest) !== IN_PAGE) throw damaged();
    }
    this.loadPage(source);
    return this.nearestLeaf(key);
  }

  /** Follows the key to its page and the source to the page's first leaf, or to the first leaf above the key. */
  private seekPage({ rootSlot, source }: ProvenVersion, key: Uint8Array): number {
    this.path.follow(this.arena, rootSlot, key, key.length);
    const shared = this.path.sharedBits(this.arena);
    const boundLength = lowestKey(this.bound, key, key.length, shared);
    if (!source.seek(this.bound, boundLength)) return AT_END;
    const parting = criticalBitOf(source.key, source.keyLength, key, key.length);
    return parting >= shared ? IN_PAGE : IN_GAP;
  }

  private loadPage(source: LeafSource): void {
    const slot = this.path.page;
    const isWhole = this.page.load(source, this.arena.leafCount(slot));
    if (!isWhole || !this.page.matches(this.arena, slot)) throw damaged();
  }

  /** The leaf with the key, or of its two neighbours the one that shares more bits with it. */
  private nearestLeaf(key: Uint8Array): number {
    let nearest = 0;
    let most = -1;
    for (let leaf = 0; leaf < this.page.leafCount; leaf += 1) {
      const own = this.page.key(leaf);
      const shared = criticalBitOf(own, own.length, key, key.length);
      // Of those that share the same bits the key stands above all or below all.
      const isNearer = shared === most ? bitOf(key, key.length, most) === 1 : shared > most;
      if (isNearer) nearest = leaf;
      if (shared > most) most = shared;
    }
    return nearest;
  }

  private writePath(writer: ProofWriter, key: Uint8Array): void {
    const { arena, path } = this;
    for (let level = 0; level < path.depth; level += 1) {
      const slot = path.slots[level] as number;
      const position = arena.position(slot);
      const isRight = bitOf(key, key.length, position) === 1;
      const sibling = isRight ? arena.left(slot) : arena.right(slot);
      writer.oneSided(position, isRight, arena.bytes, arena.hashOffset(sibling));
    }
  }

  private writePagePath(writer: ProofWriter, key: Uint8Array): void {
    const { page } = this;
    for (let reference = page.root; !page.isLeaf(reference); ) {
      const position = page.position(reference);
      const isRight = bitOf(key, key.length, position) === 1;
      const sibling = isRight ? page.left(reference) : page.right(reference);
      writer.oneSided(position, isRight, page.hashBytes, page.hashOffset(sibling));
      reference = isRight ? page.right(reference) : page.left(reference);
    }
  }
}

/** Value of a leaf and its hash, which must lead to the leaf hash that the tree has. */
export function checkedValue(
  version: ProvenVersion,
  page: PageTree,
  leaf: number,
  key: Uint8Array,
): { value: Uint8Array; hash: Uint8Array } {
  let value = version.valueOf(key);
  for (let attempt = 0; attempt < 2; attempt += 1) {
    if (value === undefined) break;
    const hash = valueHash(value);
    if (equalBytes(leafHash(key, hash), page.hash(leaf))) return { value, hash };
    value = version.valueAgain(key);
  }
  throw damaged();
}

function currentKey(source: LeafSource): Uint8Array {
  return source.key.slice(0, source.keyLength);
}

function nearer(
  key: Uint8Array,
  lower: Uint8Array | null,
  upper: Uint8Array | null,
): Uint8Array | null {
  if (lower === null || upper === null) return lower ?? upper;
  const below = criticalBitOf(key, key.length, lower, lower.length);
  const above = criticalBitOf(key, key.length, upper, upper.length);
  return below > above ? lower : upper;
}

export function damaged(): StateError {
  return new StateError(
    'STATE_CORRUPT',
    'A record does not have the hash that the tree has for it. Stop the node, check the disk, and ' +
      'restore the store from a backup or from another node.',
  );
}
