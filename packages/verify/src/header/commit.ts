import {
  type Commit,
  type CommitSig,
  commitSignBytes,
  equalBytes,
  type Header,
  type Validator,
  type ValidatorSet,
} from '@touchmark/codec';
import { verifyConsensusSignature } from '@touchmark/crypto';
import { VerifyError } from '../verify-error.ts';
import { hexOf } from './signer.ts';

function requireSigned(
  commit: Commit,
  chainId: string,
  index: number,
  vote: CommitSig,
  validator: Validator,
): void {
  if (!equalBytes(vote.validatorAddress, validator.address)) {
    throw new VerifyError(
      'VERIFY_SIGNATURE_INVALID',
      `Vote ${index} of the commit is of another validator than the set has in this place.`,
    );
  }
  const signed = commitSignBytes(chainId, commit, index);
  if (!verifyConsensusSignature(validator.publicKey, signed, vote.signature)) {
    throw new VerifyError(
      'VERIFY_SIGNATURE_INVALID',
      `The signature of validator ${hexOf(validator.address)} on block ${commit.height} does not ` +
        'hold. The answer was changed on the way, or its sender made it up: ask another node.',
    );
  }
}

/**
 * Throws unless the votes for the block, taken at their word, have more than two thirds of the
 * power.
 */
function requirePower(commit: Commit, validators: ValidatorSet): void {
  let total = 0n;
  let voted = 0n;
  for (const [index, validator] of validators.entries()) {
    total += validator.power;
    if (commit.signatures[index]?.flag === 2) voted += validator.power;
  }
  if (voted * 3n > total * 2n) return;
  throw new VerifyError(
    'VERIFY_POWER_INSUFFICIENT',
    `Only ${voted} of ${total} voting power signed block ${commit.height}; more than two thirds ` +
      'must. Ask another node.',
  );
}

/**
 * Checks that the commit is for this header and that more than two thirds of the set's power signed
 * it (CometBFT, types/validation.go; signatures by ZIP-215). Every vote that is there must hold,
 * also those beyond two thirds and those for nil, so that no byte of a commit can be changed
 * unnoticed.
 *
 * @returns the validators that voted for the block.
 */
export function verifyCommit(
  header: Header,
  hash: Uint8Array,
  commit: Commit,
  validators: ValidatorSet,
): Validator[] {
  if (commit.height !== header.height || !equalBytes(commit.blockId.hash, hash)) {
    throw new VerifyError(
      'VERIFY_COMMIT_MISMATCH',
      `The signatures are for another block than header ${header.height}. Ask another node.`,
    );
  }
  if (commit.signatures.length !== validators.length) {
    throw new VerifyError(
      'VERIFY_COMMIT_MISMATCH',
      `The commit has ${commit.signatures.length} votes for ${validators.length} validators.`,
    );
  }
  requirePower(commit, validators);
  const signers: Validator[] = [];
  for (const [index, validator] of validators.entries()) {
    const vote = commit.signatures[index];
    if (vote === undefined || vote.flag === 1) continue;
    requireSigned(commit, header.chainId, index, vote, validator);
    if (vote.flag === 2) signers.push(validator);
  }
  return signers;
}
