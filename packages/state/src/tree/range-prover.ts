import { RANGE_PROOF } from '../proof/format.ts';
import { compareKeys, MAX_KEY_BYTES } from '../proof/key-bits.ts';
import type { ProofWriter } from '../proof-writer.ts';
import type { KeyRange } from '../store.ts';
import { NO_SLOT } from './node-arena.ts';
import { bitOf, lowestKey } from './tree-path.ts';
import { checkedValue, damaged, type ProvenVersion, type TreeProver } from './tree-prover.ts';

const ABOVE_ALL = new Uint8Array(MAX_KEY_BYTES + 1).fill(0xff);

/** A subtree that has leaves between the first and the last; it holds one of these itself if the flag says so. */
interface Part {
  reference: number;
  isInPage: boolean;
  hasFirst: boolean;
  hasLast: boolean;
}

/** One proof in the making: all leaves from `first` to `last` are spelled out, the rest is pruned. */
class RangeProof {
  private readonly prover: TreeProver;
  private readonly version: ProvenVersion;
  private readonly range: KeyRange;
  private readonly first: Uint8Array;
  private readonly last: Uint8Array;
  private readonly writer: ProofWriter;
  private readonly stack: Part[] = [];

  constructor(
    prover: TreeProver,
    version: ProvenVersion,
    range: KeyRange,
    first: Uint8Array,
    last: Uint8Array,
  ) {
    this.prover = prover;
    this.version = version;
    this.range = range;
    this.first = first;
    this.last = last;
    this.writer = prover.writer;
    this.writer.start(RANGE_PROOF);
  }

  write(): Uint8Array {
    this.seekFirstPage();
    const reference = this.version.rootSlot;
    this.stack.push({ reference, isInPage: false, hasFirst: true, hasLast: true });
    for (let part = this.stack.pop(); part !== undefined; part = this.stack.pop()) {
      if (part.isInPage) this.writeInPage(part);
      else this.writeUpper(part);
    }
    return this.writer.finish();
  }

  /** Pages are written from left to right without a gap, so from here on the source stands on the next one's first. */
  private seekFirstPage(): void {
    const { path, arena } = this.prover;
    const { source, rootSlot } = this.version;
    const bound = new Uint8Array(MAX_KEY_BYTES + 1);
    path.follow(arena, rootSlot, this.first, this.first.length);
    const length = lowestKey(bound, this.first, this.first.length, path.sharedBits(arena));
    if (!source.seek(bound, length)) throw damaged();
  }

  private writeUpper(part: Part): void {
    const { arena, page } = this.prover;
    const slot = part.reference;
    if (!arena.isPage(slot)) {
      this.writeNode(part, arena.position(slot), arena.left(slot), arena.right(slot), (pruned) =>
        arena.hash(pruned),
      );
      return;
    }
    const isWhole = page.load(this.version.source, arena.leafCount(slot));
    if (!isWhole || !page.matches(arena, slot)) throw damaged();
    this.stack.push({ ...part, reference: page.root, isInPage: true });
  }

  private writeInPage(part: Part): void {
    const { page } = this.prover;
    const node = part.reference;
    if (page.isLeaf(node)) this.writeLeaf(node);
    else {
      this.writeNode(part, page.position(node), page.left(node), page.right(node), (pruned) =>
        page.hash(pruned),
      );
    }
  }

  private writeNode(
    part: Part,
    position: number,
    left: number,
    right: number,
    hashOf: (reference: number) => Uint8Array,
  ): void {
    const { isInPage, hasFirst, hasLast } = part;
    if (hasFirst && bitOf(this.first, this.first.length, position) === 1) {
      this.writer.oneSided(position, true, hashOf(left), 0);
      this.stack.push({ ...part, reference: right });
    } else if (hasLast && bitOf(this.last, this.last.length, position) === 0) {
      this.writer.oneSided(position, false, hashOf(right), 0);
      this.stack.push({ ...part, reference: left });
    } else {
      this.writer.fork(position);
      this.stack.push({ reference: right, isInPage, hasFirst: false, hasLast });
      this.stack.push({ reference: left, isInPage, hasFirst, hasLast: false });
    }
  }

  private writeLeaf(leaf: number): void {
    const { page } = this.prover;
    const { start, end } = this.range;
    const key = page.key(leaf);
    const { value, hash } = checkedValue(this.version, page, leaf, key);
    const isInside = compareKeys(key, start) >= 0 && (end === null || compareKeys(key, end) < 0);
    if (isInside) this.writer.entryLeaf(key, value);
    else this.writer.witnessLeaf(key, hash);
  }
}

/** Proof of all entries of a range: these, and for each bound the leaf nearest to it. */
export function proveRange(
  prover: TreeProver,
  version: ProvenVersion,
  range: KeyRange,
): Uint8Array {
  if (version.rootSlot === NO_SLOT) {
    prover.writer.start(RANGE_PROOF);
    prover.writer.empty();
    return prover.writer.finish();
  }
  const nearest = (bound: Uint8Array): Uint8Array =>
    prover.page.key(prover.findWitness(version, bound)).slice();
  const first = nearest(range.start);
  const last = range.end === null ? lastKey(version) : nearest(range.end);
  return new RangeProof(prover, version, range, first, last).write();
}

function lastKey({ source }: ProvenVersion): Uint8Array {
  if (!source.seekBelow(ABOVE_ALL, ABOVE_ALL.length)) throw damaged();
  return source.key.slice(0, source.keyLength);
}
