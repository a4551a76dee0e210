import { type Commit, commitSignBytes, type ValidatorSet } from '@touchmark/codec';
import { verifyConsensusSignature } from '@touchmark/crypto';
import { hexOf } from '../header/signer.ts';
import { VerifyError } from '../verify-error.ts';
import type { TrustLevel } from './light-options.ts';

/**
 * True if more than a share of a trusted set's power signed the commit, whatever set it is of (CometBFT,
 * types/validation.go, VerifyCommitLightTrusting): votes for the block count, found by address, each validator once.
 * @throws VerifyError VERIFY_SIGNATURE_INVALID for a vote that does not hold, or comes twice.
 */
export function isTrustedBy(
  trusted: ValidatorSet,
  commit: Commit,
  chainId: string,
  { numerator, denominator }: TrustLevel,
): boolean {
  const known = new Map(trusted.map((validator) => [hexOf(validator.address), validator]));
  const total = trusted.reduce((sum, { power }) => sum + power, 0n);
  const needed = (total * numerator) / denominator;
  const seen = new Set<string>();
  let tallied = 0n;
  for (const [index, vote] of commit.signatures.entries()) {
    if (vote.flag !== 2) continue;
    const address = hexOf(vote.validatorAddress);
    const validator = known.get(address);
    if (validator === undefined) continue;
    if (seen.has(address)) throw invalid(commit.height, `validator ${address} votes twice`);
    seen.add(address);
    const signed = commitSignBytes(chainId, commit, index);
    if (!verifyConsensusSignature(validator.publicKey, signed, vote.signature)) {
      throw invalid(commit.height, `the signature of validator ${address} does not hold`);
    }
    tallied += validator.power;
    if (tallied > needed) return true;
  }
  return false;
}

function invalid(height: number, what: string): VerifyError {
  return new VerifyError(
    'VERIFY_SIGNATURE_INVALID',
    `In the commit of block ${height}, ${what}. Its sender made it up, or it was changed on the way: ask another node.`,
  );
}
