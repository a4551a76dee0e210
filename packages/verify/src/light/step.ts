import { compareTimestamps, equalBytes, timestampOfMs } from '@touchmark/codec';
import { verifyCommit } from '../header/commit.ts';
import type { TrustAnchor } from '../header/trust.ts';
import { requireYoung } from '../header/trust-period.ts';
import { VerifyError } from '../verify-error.ts';
import type { LightBlock } from './light-block.ts';
import type { LightRules } from './light-options.ts';
import { isTrustedBy } from './trusting.ts';

function requireHeader(anchor: TrustAnchor, block: LightBlock, rules: LightRules): void {
  const { header } = block;
  if (header.chainId !== anchor.chainId) {
    throw new VerifyError(
      'VERIFY_WRONG_CHAIN',
      `This is about chain "${header.chainId}"; trusted is "${anchor.chainId}".`,
    );
  }
  if (header.height <= anchor.height) {
    throw new VerifyError(
      'VERIFY_HEADER_OLDER',
      `Header ${header.height} is not above what is trusted, block ${anchor.height}.`,
    );
  }
  const order = compareTimestamps(header.time, anchor.time);
  if (order < 0 || (order === 0 && anchor.hash !== undefined)) {
    throw new VerifyError(
      'VERIFY_HEADER_TIME',
      `Header ${header.height} is not later than what is trusted, block ${anchor.height}.`,
    );
  }
  if (rules.nowMs === undefined) return;
  const latest = timestampOfMs(rules.nowMs + rules.maxDriftMs);
  if (compareTimestamps(header.time, latest) < 0) return;
  throw new VerifyError(
    'VERIFY_FROM_FUTURE',
    `The time of header ${header.height} is ahead of this clock. Set the clock, or ask another node.`,
  );
}

/**
 * From a trusted header to the next one (CometBFT, light/verifier.go, VerifyAdjacent): its validators are those that
 * the trusted header names as next, and more than two thirds of them signed.
 * @throws VerifyError
 */
export function verifyAdjacent(anchor: TrustAnchor, block: LightBlock, rules: LightRules): void {
  const { header, hash, commit, validators } = block;
  requireYoung(anchor, rules);
  requireHeader(anchor, block, rules);
  if (header.height !== anchor.height + 1) {
    throw new VerifyError(
      'VERIFY_HEADER_OLDER',
      `Header ${header.height} is not the next one after block ${anchor.height}.`,
    );
  }
  if (!equalBytes(header.validatorsHash, anchor.nextValidatorsHash)) {
    throw new VerifyError(
      'VERIFY_VALIDATORS_UNKNOWN',
      `The validators of header ${header.height} are not those that block ${anchor.height} names as next. ` +
        'Somebody else signed this: ask another node.',
    );
  }
  verifyCommit(header, hash, commit, validators);
}

/**
 * From a trusted header to any later one (VerifyNonAdjacent): more than the trust level of the trusted set signed, and
 * more than two thirds of the new one. The trusted set comes first, because the new one may be made up and huge.
 * @returns false if too few of the trusted set signed: a header in between may do.
 * @throws VerifyError
 */
export function verifyNonAdjacent(
  anchor: TrustAnchor,
  block: LightBlock,
  rules: LightRules,
): boolean {
  const { header, hash, commit, validators } = block;
  requireYoung(anchor, rules);
  requireHeader(anchor, block, rules);
  const trusted = anchor.validators;
  if (trusted === undefined) return false;
  if (!isTrustedBy(trusted, commit, header.chainId, rules.trustLevel)) return false;
  verifyCommit(header, hash, commit, validators);
  return true;
}

/** One step of either kind. @returns false: a header in between is needed. */
export function verifyStep(anchor: TrustAnchor, block: LightBlock, rules: LightRules): boolean {
  if (block.header.height !== anchor.height + 1) return verifyNonAdjacent(anchor, block, rules);
  verifyAdjacent(anchor, block, rules);
  return true;
}

/**
 * From a trusted header to the one before it (VerifyBackwards): it names it by its hash.
 * @throws VerifyError
 */
export function verifyBackwards(newer: LightBlock, older: LightBlock): void {
  const { header } = newer;
  const isBefore =
    older.header.chainId === header.chainId &&
    older.header.height === header.height - 1 &&
    compareTimestamps(older.header.time, header.time) < 0 &&
    equalBytes(older.hash, header.lastBlockId.hash);
  if (isBefore) return;
  throw new VerifyError(
    'VERIFY_HEADER_CONFLICT',
    `Header ${older.header.height} is not the one that header ${header.height} names as the one before it. ` +
      'Ask another node.',
  );
}
