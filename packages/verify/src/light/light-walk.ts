import type { Timestamp, ValidatorSet } from '@touchmark/codec';
import type { TrustAnchor } from '../header/trust.ts';
import { VerifyError } from '../verify-error.ts';
import { anchorOfBlock } from './anchor-of-block.ts';
import type { LightBlock } from './light-block.ts';
import { type LightOptions, type LightRules, lightRules } from './light-options.ts';
import { verifyStep } from './step.ts';

/** Headers that one walk may ask for: bisection needs the logarithm of this for each change of the set. */
const MOST_STEPS = 10_000;

export interface WalkOptions extends LightOptions {
  /** Ask for every header in between, whether the rules need it or not. */
  readonly sequential?: boolean;
}

/**
 * The way from what is trusted to a header of other validators. It asks for no header itself: as long as `wanted` is a
 * height, get that light block from a node and `give` it.
 */
export class LightWalk {
  readonly #rules: LightRules;
  readonly #isSequential: boolean;
  readonly #target: LightBlock;
  readonly #path: LightBlock[] = [];
  /** Fetched and not verified yet, the nearest on top. */
  readonly #waiting: LightBlock[];
  readonly #first: TrustAnchor;
  #anchor: TrustAnchor;
  #steps = 0;
  #wanted: number | undefined;

  /** @throws VerifyError if the target can not be reached from there. */
  constructor(anchor: TrustAnchor, target: LightBlock, options: WalkOptions = {}) {
    this.#rules = lightRules(options);
    this.#isSequential = options.sequential ?? false;
    this.#first = anchor;
    this.#anchor = anchor;
    this.#target = target;
    this.#waiting = [target];
    this.#advance();
  }

  /** What the walk began from. */
  get from(): { readonly height: number; readonly validators: ValidatorSet } {
    return { height: this.#first.height, validators: this.#first.validators ?? [] };
  }

  /** From when the trust period counts for all of the path; undefined: there was a clock, each counts from itself. */
  get periodFrom(): Timestamp | undefined {
    return this.#rules.nowMs === undefined ? this.#first.periodFrom : undefined;
  }

  /** Height of the light block that is needed; undefined: the target is verified. */
  get wanted(): number | undefined {
    return this.#wanted;
  }

  /** What was verified, oldest first; the target is the last one when nothing is wanted any more. */
  get path(): readonly LightBlock[] {
    return this.#path;
  }

  /** @throws VerifyError */
  give(block: LightBlock): void {
    if (block.header.height !== this.#wanted) {
      throw new VerifyError(
        'VERIFY_VALIDATORS_UNKNOWN',
        `Header ${this.#wanted ?? '-'} was asked for and header ${block.header.height} given. Ask another node.`,
      );
    }
    this.#steps += 1;
    if (this.#steps > MOST_STEPS) throw tooFar(this.#target.header.height);
    this.#waiting.push(block);
    this.#advance();
  }

  /** Goes as far as it can with what was given. */
  #advance(): void {
    this.#wanted = undefined;
    for (;;) {
      const next = this.#waiting.at(-1);
      if (next === undefined) return;
      const distance = next.header.height - this.#anchor.height;
      const mayTry = !this.#isSequential || distance === 1;
      if (mayTry && verifyStep(this.#anchor, next, this.#rules)) {
        this.#waiting.pop();
        this.#path.push(next);
        this.#anchor = anchorOfBlock(next, this.#anchor.names, this.periodFrom);
        continue;
      }
      this.#wanted = this.#anchor.height + (this.#isSequential ? 1 : Math.floor(distance / 2));
      return;
    }
  }
}

function tooFar(height: number): VerifyError {
  return new VerifyError(
    'VERIFY_VALIDATORS_UNKNOWN',
    `It takes more than ${MOST_STEPS} headers from what is trusted to header ${height}. Trust a newer header.`,
  );
}
