import { equalBytes, msOfTimestamp, timestampOfMs } from '@touchmark/codec';
import type { VerifiedAnswer } from './answer/verified-answer.ts';
import { verifyAnswerWith, type VerifyOptions } from './answer/verify-answer.ts';
import { checkClock, type ClockOptions } from './header/clock.ts';
import { type VerifiedHeader, verifyAgainst } from './header/signed-header.ts';
import { anchorOf, type Trust } from './header/trust.ts';
import { checkAge, DEFAULT_TRUST_PERIOD_MS } from './header/trust-period.ts';
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

/** Trust moves on to a newer header when this part of the period is over, so that who looks in between keeps it. */
const RENEW_AFTER = 1 / 3;

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
  /**
   * Takes in what a walk of this verifier has verified.
   * @param vouchedMs when somebody who is believed said that its target is of the chain; the trust period counts from
   * there if that is later than the header.
   */
  trust(walk: LightWalk, vouchedMs?: number): void;
  /** How trust came to where it is; `createVerifier` takes it, and checks it again. */
  path(): Uint8Array;
}

export interface VerifierOptions {
  /** What `path` of an earlier verifier gave, or somebody else: nothing in it is believed. */
  readonly path?: Uint8Array | undefined;
  /**
   * The path is of one's own: a verifier that was given the time made it, and nobody else could write where it was
   * kept. Then the trust period counts from its headers. Of another path it counts from what is trusted itself,
   * since keys that were given up could have made up all of it later.
   */
  readonly isOwnPath?: boolean;
}

interface Remembered {
  signedHeader: Uint8Array;
  validators: Uint8Array;
  verified: VerifiedHeader;
}

/** Reads the trust once and checks each header once; otherwise like `verifyAnswer` and its kin. */
export function createVerifier(trust: Trust, options: VerifierOptions = {}): Verifier {
  const { path, isOwnPath = false } = options;
  const anchors = new Anchors(anchorOf(trust));
  if (path !== undefined) followPath(anchors, decodeTrustPath(path), isOwnPath);
  const walks = new WeakSet<LightWalk>();
  const remembered: Remembered[] = [];

  const around = (height: number) => anchors.around(height);

  /** Other trust may judge otherwise of what was checked before. */
  function add(...given: Parameters<Anchors['add']>): void {
    remembered.length = 0;
    anchors.add(...given);
  }

  function remember(item: Remembered): void {
    remembered.unshift(item);
    if (remembered.length > HEADERS_REMEMBERED) remembered.pop();
  }

  function renew({ signedHeader, validators, verified }: Remembered, clock: ClockOptions): void {
    const { nowMs, trustPeriodMs = DEFAULT_TRUST_PERIOD_MS } = clock;
    const { height, periodFrom } = anchors.newest;
    if (nowMs === undefined || verified.header.height <= height) return;
    const period = Math.min(trustPeriodMs, DEFAULT_TRUST_PERIOD_MS);
    if (verified.timeMs < msOfTimestamp(periodFrom) + period * RENEW_AFTER) return;
    add([openLightBlock(signedHeader, validators)]);
  }

  function checkHeader(
    signedHeader: Uint8Array,
    validators: Uint8Array,
    clock: ClockOptions,
  ): VerifiedHeader {
    const known = remembered.find(
      (item) =>
        equalBytes(item.signedHeader, signedHeader) && equalBytes(item.validators, validators),
    );
    if (known !== undefined) {
      const { header, timeMs } = known.verified;
      checkAge(around(header.height), header, clock);
      checkClock(timeMs, clock);
      return known.verified;
    }
    // Copies: the parts are views of an answer that should not be kept alive, and may change.
    const own = { signedHeader: signedHeader.slice(), validators: validators.slice() };
    const verified = verifyAgainst(around, own.signedHeader, own.validators, clock);
    renew({ ...own, verified }, clock);
    remember({ ...own, verified });
    return verified;
  }

  return {
    chainId: anchors.first.chainId,
    verifyAnswer: (answer, given = {}) => verifyAnswerWith(checkHeader, answer, given),
    verifyReceipt: (receipt, given = {}) => verifyReceiptWith(checkHeader, receipt, given),
    verifySignedHeader: (signedHeader, validators, given = {}) =>
      checkHeader(signedHeader, validators, given),
    walkTo(signedHeader, validators, given = {}) {
      const target = openLightBlock(signedHeader, validators);
      const walk = new LightWalk(anchors.closest(target.header.height - 1), target, given);
      walks.add(walk);
      return walk;
    },
    trust(walk, vouchedMs) {
      if (!walks.has(walk) || walk.wanted !== undefined) {
        throw new RangeError('only a walk of this verifier that has come to its end is trusted');
      }
      add(walk.path, walk.periodFrom);
      if (vouchedMs !== undefined) add(walk.path.slice(-1), timestampOfMs(vouchedMs));
    },
    path: () => encodeTrustPath(anchors.blocks),
  };
}

/** Each block of a path is verified from the one before; no clock: a path may be as old as what it is kept for. */
function followPath(anchors: Anchors, blocks: readonly LightBlock[], isOwn: boolean): void {
  const rules = lightRules({});
  for (const block of blocks) {
    const { header, encoded } = block;
    const anchor = anchors.closest(header.height - 1);
    if (equalBytes(header.validatorsHash, anchor.nextValidatorsHash)) {
      verifyAgainst(() => ({ anchor }), encoded.signedHeader, encoded.validators, {});
    } else if (!verifyStep(anchor, block, rules)) {
      throw new VerifyError(
        'VERIFY_VALIDATORS_UNKNOWN',
        `The trust path has a gap before header ${header.height}: too few of the validators before it signed it.`,
      );
    }
    anchors.add([block], isOwn ? undefined : anchor.periodFrom);
  }
}
