import { equalBytes } from '@touchmark/codec';
import type { VerifiedAnswer } from './answer/verified-answer.ts';
import { verifyAnswerWith, type VerifyOptions } from './answer/verify-answer.ts';
import { checkClock, type ClockOptions } from './header/clock.ts';
import { type VerifiedHeader, verifyAgainst } from './header/signed-header.ts';
import { anchorOf, type Trust } from './header/trust.ts';
import { type VerifiedReceipt, verifyReceiptWith } from './receipt/verify-receipt.ts';

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
}

interface Remembered {
  signedHeader: Uint8Array;
  validators: Uint8Array;
  verified: VerifiedHeader;
}

/** Reads the trust once and checks each header once; otherwise like `verifyAnswer` and its kin. */
export function createVerifier(trust: Trust): Verifier {
  const anchor = anchorOf(trust);
  const remembered: Remembered[] = [];

  function checkHeader(signedHeader: Uint8Array, validators: Uint8Array): VerifiedHeader {
    const known = remembered.find(
      (item) =>
        equalBytes(item.signedHeader, signedHeader) && equalBytes(item.validators, validators),
    );
    if (known !== undefined) return known.verified;
    // Copies: the parts are views of an answer that should not be kept alive, and may change.
    const own = { signedHeader: signedHeader.slice(), validators: validators.slice() };
    const verified = verifyAgainst(anchor, own.signedHeader, own.validators);
    remembered.unshift({ ...own, verified });
    if (remembered.length > HEADERS_REMEMBERED) remembered.pop();
    return verified;
  }

  return {
    chainId: anchor.chainId,
    verifyAnswer: (answer, options = {}) => verifyAnswerWith(checkHeader, answer, options),
    verifyReceipt: (receipt, options = {}) => verifyReceiptWith(checkHeader, receipt, options),
    verifySignedHeader(signedHeader, validators, options = {}) {
      const verified = checkHeader(signedHeader, validators);
      checkClock(verified.timeMs, options);
      return verified;
    },
  };
}
