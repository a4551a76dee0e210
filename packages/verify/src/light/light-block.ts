import {
  type Commit,
  decodeSignedHeader,
  decodeValidators,
  equalBytes,
  type Header,
  headerHash,
  type ValidatorSet,
  validatorsHash,
} from '@touchmark/codec';
import { orRefuse, VerifyError } from '../verify-error.ts';

/** A header, who signed it, and the set that should have: all that the rules need of a height. */
export interface LightBlock {
  readonly header: Header;
  readonly commit: Commit;
  /** Hash of the header. */
  readonly hash: Uint8Array;
  readonly validators: ValidatorSet;
  /** What it was read from. */
  readonly encoded: { readonly signedHeader: Uint8Array; readonly validators: Uint8Array };
}

/** Throws unless the set is the one that the header names. */
export function requireSet(header: Header, validators: ValidatorSet): void {
  if (equalBytes(validatorsHash(validators), header.validatorsHash)) return;
  throw new VerifyError(
    'VERIFY_VALIDATORS_MISMATCH',
    `The validators that came along are not those of header ${header.height}. Ask another node.`,
  );
}

/**
 * Reads what a node gave for a height. Checks form and that the parts belong together, no signature.
 * @throws VerifyError VERIFY_MALFORMED, VERIFY_VALIDATORS_MISMATCH
 */
export function openLightBlock(signedHeader: Uint8Array, validators: Uint8Array): LightBlock {
  // Copies: what came from outside may be a view of something large, and may change.
  const encoded = { signedHeader: signedHeader.slice(), validators: validators.slice() };
  const { header, commit } = orRefuse('VERIFY_MALFORMED', 'The signed header cannot be read', () =>
    decodeSignedHeader(encoded.signedHeader),
  );
  const set = orRefuse('VERIFY_MALFORMED', 'The validators cannot be read', () =>
    decodeValidators(encoded.validators),
  );
  requireSet(header, set);
  return { header, commit, hash: headerHash(header), validators: set, encoded };
}
