import { compareTimestamps, type Timestamp } from '@touchmark/codec';
import { VerifyError } from '../verify-error.ts';
import type { TrustAnchor } from '../header/trust.ts';
import type { Around } from '../header/trust-period.ts';
import { hexOf } from '../header/signer.ts';
import { anchorOfBlock } from './anchor-of-block.ts';
import type { LightBlock } from './light-block.ts';
import { DEFAULT_TRUST_LEVEL } from './light-options.ts';

/** Verified light blocks that are kept, unless more are needed; of more, those in the middle are the least useful. */
const MOST_BLOCKS = 1_000;

/**
 * True if a step of the usual trust level leads from one to the other. The block is verified: its votes hold, and who
 * has the address has the key, so that counting is enough.
 */
function leadsTo({ validators }: TrustAnchor, { commit }: LightBlock): boolean {
  if (validators === undefined) return false;
  const votes = commit.signatures.filter(({ flag }) => flag === 2);
  const voted = new Set(votes.map(({ validatorAddress }) => hexOf(validatorAddress)));
  let [total, tallied] = [0n, 0n];
  for (const { address, power } of validators) {
    total += power;
    if (voted.has(hexOf(address))) tallied += power;
  }
  const { numerator, denominator } = DEFAULT_TRUST_LEVEL;
  return tallied > (total * numerator) / denominator;
}

/** What trust began with, and the light blocks it led to since, by height. */
export class Anchors {
  readonly first: TrustAnchor;
  readonly #blocks: LightBlock[] = [];
  readonly #anchors: TrustAnchor[];

  constructor(first: TrustAnchor) {
    this.first = first;
    this.#anchors = [first];
  }

  get blocks(): readonly LightBlock[] {
    return this.#blocks;
  }

  /** The newest that is not above a height; else the first of all. */
  closest(height: number): TrustAnchor {
    return this.#anchors.findLast((anchor) => anchor.height <= height) ?? this.first;
  }

  around(height: number): Around {
    const above = this.#anchors.find((anchor) => anchor.height > height);
    return { anchor: this.closest(height), above };
  }

  get newest(): TrustAnchor {
    return this.#anchors.at(-1) ?? this.first;
  }

  /**
   * Takes in what was verified.
   * @param periodFrom from when the trust period counts for them; default: the time of each.
   * @throws VerifyError VERIFY_HEADER_CONFLICT
   */
  add(blocks: readonly LightBlock[], periodFrom?: Timestamp): void {
    for (const block of blocks) {
      this.#addOne(block, anchorOfBlock(block, this.first.names, periodFrom));
    }
    while (this.#blocks.length > MOST_BLOCKS && this.#dropOne());
  }

  /** Drops one that the way does not need, nearest above the middle, else below it. @returns false: all are needed. */
  #dropOne(): boolean {
    const middle = Math.floor(this.#blocks.length / 2);
    const isSpare = (_: LightBlock, place: number): boolean => {
      const [before, after] = [this.#anchors[place], this.#blocks[place + 1]];
      return before !== undefined && after !== undefined && leadsTo(before, after);
    };
    const above = this.#blocks.findIndex((block, at) => at >= middle && isSpare(block, at));
    const place = above < 0 ? this.#blocks.findLastIndex(isSpare) : above;
    if (place < 0) return false;
    this.#blocks.splice(place, 1);
    this.#anchors.splice(place + 1, 1);
    return true;
  }

  #addOne(block: LightBlock, anchor: TrustAnchor): void {
    const { height } = anchor;
    const known = this.#blocks.findIndex(({ header }) => header.height === height);
    if (known >= 0) {
      requireSame(this.#blocks[known]?.hash, block);
      const before = this.#anchors[known + 1];
      if (before === undefined) return;
      if (compareTimestamps(before.periodFrom, anchor.periodFrom) >= 0) return;
      this.#anchors[known + 1] = anchor;
      return;
    }
    const above = this.#blocks.findIndex(({ header }) => header.height > height);
    const place = above < 0 ? this.#blocks.length : above;
    this.#blocks.splice(place, 0, block);
    this.#anchors.splice(place + 1, 0, anchor);
  }
}

function requireSame(hash: Uint8Array | undefined, block: LightBlock): void {
  if (hash?.every((byte, index) => byte === block.hash[index]) === true) return;
  throw new VerifyError(
    'VERIFY_HEADER_CONFLICT',
    `There is a second header ${block.header.height}, other than the trusted one, and both are signed. Keep both as ` +
      'evidence, and tell the operators.',
  );
}
