import { VerifyError } from '../verify-error.ts';
import type { TrustAnchor } from '../header/trust.ts';
import { anchorOfBlock } from './anchor-of-block.ts';
import type { LightBlock } from './light-block.ts';

/** Verified light blocks that are kept; of more, those in the middle are the least useful. */
const MOST_BLOCKS = 1_000;

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

  /** Takes in what was verified. @throws VerifyError VERIFY_HEADER_CONFLICT */
  add(blocks: readonly LightBlock[]): void {
    for (const block of blocks) this.#addOne(block);
    while (this.#blocks.length > MOST_BLOCKS) {
      const middle = Math.floor(this.#blocks.length / 2);
      this.#blocks.splice(middle, 1);
      this.#anchors.splice(middle + 1, 1);
    }
  }

  #addOne(block: LightBlock): void {
    const { height } = block.header;
    const known = this.#blocks.find(({ header }) => header.height === height);
    if (known !== undefined) {
      if (known.hash.every((byte, index) => byte === block.hash[index])) return;
      throw new VerifyError(
        'VERIFY_HEADER_CONFLICT',
        `There is a second header ${height}, other than the trusted one, and both are signed. Keep both as evidence, ` +
          'and tell the operators.',
      );
    }
    const above = this.#blocks.findIndex(({ header }) => header.height > height);
    const place = above < 0 ? this.#blocks.length : above;
    this.#blocks.splice(place, 0, block);
    this.#anchors.splice(place + 1, 0, anchorOfBlock(block, this.first.names));
  }
}
