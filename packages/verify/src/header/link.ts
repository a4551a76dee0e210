import { compareTimestamps, equalBytes, type Header } from '@touchmark/codec';
import { VerifyError } from '../verify-error.ts';
import type { TrustAnchor } from './trust.ts';

function requireSameHeader(anchor: TrustAnchor & { hash: Uint8Array }, hash: Uint8Array): void {
  if (equalBytes(anchor.hash, hash)) return;
  throw new VerifyError(
    'VERIFY_HEADER_CONFLICT',
    `There is a second header ${anchor.height}, other than the trusted one. If both are signed, ` +
      'validators signed twice: keep this answer as evidence and tell the operators.',
  );
}

/**
 * The light client's rule from what is trusted to a header that is not yet (CometBFT,
 * light/verifier.go).
 *
 * The validators must be those that the trusted header names as next: then more than two thirds of
 * them signing is enough at any later height. A set that changed since needs the headers in
 * between.
 */
export function checkLink(anchor: TrustAnchor, header: Header, hash: Uint8Array): void {
  if (header.chainId !== anchor.chainId) {
    throw new VerifyError(
      'VERIFY_WRONG_CHAIN',
      `This is about chain "${header.chainId}"; trusted is "${anchor.chainId}".`,
    );
  }
  if (header.height === anchor.height && anchor.hash !== undefined) {
    requireSameHeader({ ...anchor, hash: anchor.hash }, hash);
    return;
  }
  // The genesis file stands for the height before the first, of which there is no header.
  if (header.height <= anchor.height) {
    const advice =
      anchor.hash === undefined
        ? `the first block, ${anchor.height + 1}. Refuse it.`
        : `the trusted header ${anchor.height}. Trust the genesis file or an older header to check it.`;
    throw new VerifyError('VERIFY_HEADER_OLDER', `Header ${header.height} is older than ${advice}`);
  }
  const order = compareTimestamps(header.time, anchor.time);
  if (order < 0 || (order === 0 && anchor.hash !== undefined)) {
    throw new VerifyError(
      'VERIFY_HEADER_TIME',
      `Header ${header.height} is not later than what is trusted, block ${anchor.height}.`,
    );
  }
  if (!equalBytes(header.validatorsHash, anchor.nextValidatorsHash)) {
    throw new VerifyError(
      'VERIFY_VALIDATORS_UNKNOWN',
      `The validators of header ${header.height} are not the trusted ones. Either the set changed since ` +
        `block ${anchor.height}: then a trust path leads to it (touchmark trust path), or a newer header that you trust. ` +
        'Or somebody else signed this.',
    );
  }
}
