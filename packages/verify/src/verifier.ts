import { equalBytes } from '@touchmark/codec';
import type { VerifiedAnswer } from './answer/verified-answer.ts';
import { verifyAnswerWith, type VerifyOptions } from './answer/verify-answer.ts';
import { checkClock, type ClockOptions } from './header/clock.ts';
import { type VerifiedHeader, verifyAgainst } from './header/signed-header.ts';
import { anchorOf, type Trust } from './header/trust.ts';
import { Anchors } from './light/anchors.ts';
import { type LightBlock, openLightBlock } from './light/light-block.ts';
import { lightRules } from './light/light-options.ts';
import { LightWalk, type WalkOptions } from './light/light-walk.ts';
import { verifyStep } from './light/step.ts';
import { decodeTrustPath, encodeTrustPath } from './light/trust-path.ts';
import { type VerifiedReceipt, verifyReceiptWith } from './receipt/verify-receipt.ts';
import { VerifyError } from './verify-error.ts';

/** Headers remembered by one verifier; many answers come under the same one. */
const HEADERS_REMEMBERED = 16;

/** Checks many answers against one trust. */
export interface Verifier {
  /** The chain that is trusted. */
  readonly chainId: string;
  verifyAnswer(answer: Uint8Array, options?: VerifyOptions): VerifiedAnswer;
  verifyReceipt(receipt: Uint8Array, options?: ClockOptions): VerifiedReceipt;
  verifySignedHeader(
    signedHeader: Uint8Array,
    validators: Uint8Array,
    options?: ClockOptions,
  ): VerifiedHeader;
  /**
   * The way to a header whose validators are not known yet (VERIFY_VALIDATORS_UNKNOWN). When the walk wants nothing
   * more, `trust` what it led along.
   */
  walkTo(signedHeader: Uint8Array, validators: Uint8Array, options?: WalkOptions): LightWalk;
  /** Takes in what a walk of this verifier has verified. */
  trust(walk: LightWalk): void;
  /** How trust came to where it is; `createVerifier` takes it, and checks it again. */
  path(): Uint8Array;
}

export interface VerifierOptions {
  /** What `path` of an earlier verifier gave, or somebody else: nothing in it is believed. */
  readonly path?: Uint8Array | undefined;
}

interface Remembered {
  signedHeader: Uint8Array;
  validators: Uint8Array;
  verified: VerifiedHeader;
}

/** Reads the trust once and checks each header once; otherwise like `verifyAnswer` and its kin. */
export function createVerifier(trust: Trust, { path }: VerifierOptions = {}): Verifier {
  const anchors = new Anchors(anchorOf(trust));
  if (path !== undefined) followPath(anchors, decodeTrustPath(path));
  const walks = new WeakSet<LightWalk>();
  const remembered: Remembered[] = [];

  function checkHeader(signedHeader: Uint8Array, validators: Uint8Array): VerifiedHeader {
    const known = remembered.find(
      (item) =>
        equalBytes(item.signedHeader, signedHeader) && equalBytes(item.validators, validators),
    );
    if (known !== undefined) return known.verified;
    // Copies: the parts are views of an answer that should not be kept alive, and may change.
    const own = { signedHeader: signedHeader.slice(), validators: validators.slice() };
    const closest = (height: number) => anchors.closest(height);
    const verified = verifyAgainst(closest, own.signedHeader, own.validators);
    remembered.unshift({ ...own, verified });
    if (remembered.length > HEADERS_REMEMBERED) remembered.pop();
    return verified;
  }

  return {
    chainId: anchors.first.chainId,
    verifyAnswer: (answer, options = {}) => verifyAnswerWith(checkHeader, answer, options),
    verifyReceipt: (receipt, options = {}) => verifyReceiptWith(checkHeader, receipt, options),
    verifySignedHeader(signedHeader, validators, options = {}) {
      const verified = checkHeader(signedHeader, validators);
      checkClock(verified.timeMs, options);
      return verified;
    },
    walkTo(signedHeader, validators, options = {}) {
      const target = openLightBlock(signedHeader, validators);
      const walk = new LightWalk(anchors.closest(target.header.height - 1), target, options);
      walks.add(walk);
      return walk;
    },
    trust(walk) {
      if (!walks.has(walk) || walk.wanted !== undefined) {
        throw new RangeError('only a walk of this verifier that has come to its end is trusted');
      }
      anchors.add(walk.path);
    },
    path: () => encodeTrustPath(anchors.blocks),
  };
}

/** Each block of a path is verified from the one before; no clock: a path may be as old as what it is kept for. */
function followPath(anchors: Anchors, blocks: readonly LightBlock[]): void {
  const rules = lightRules({});
  for (const block of blocks) {
    const { height } = block.header;
    if (verifyStep(anchors.closest(height - 1), block, rules)) anchors.add([block]);
    else {
      throw new VerifyError(
        'VERIFY_VALIDATORS_UNKNOWN',
        `The trust path has a gap before header ${height}: too few of the validators before it signed it.`,
      );
    }
  }
}
