import {
  decodeSignedHeader,
  decodeValidators,
  type Header,
  headerHash,
  msOfTimestamp,
  type ValidatorSet,
} from '@touchmark/codec';
import { requireSet } from '../light/light-block.ts';
import { orRefuse } from '../verify-error.ts';
import { checkClock, type ClockOptions } from './clock.ts';
import { verifyCommit } from './commit.ts';
import { checkLink } from './link.ts';
import { hexOf, type Signer } from './signer.ts';
import { anchorOf, type Trust } from './trust.ts';
import { type Around, checkAge } from './trust-period.ts';

/** A header that more than two thirds of the trusted validators signed. */
export interface VerifiedHeader {
  header: Header;
  /** Hash of the header, 32 bytes. */
  hash: Uint8Array;
  /** Time of the header, milliseconds since 1970, rounded down. */
  timeMs: number;
  /** Who vouches for it, in the order of the set. */
  signers: Signer[];
  /** Voting power of the signers, and of the whole set. */
  power: { signed: bigint; total: bigint };
}

function powerOf(validators: ValidatorSet): bigint {
  return validators.reduce((sum, { power }) => sum + power, 0n);
}

/**
 * `verifySignedHeader` against trust that was read before.
 * @param around what is trusted nearest to a height.
 */
export function verifyAgainst(
  around: (height: number) => Around,
  signedHeaderBytes: Uint8Array,
  validatorBytes: Uint8Array,
  clock: ClockOptions,
): VerifiedHeader {
  const { header, commit } = orRefuse('VERIFY_MALFORMED', 'The signed header cannot be read', () =>
    decodeSignedHeader(signedHeaderBytes),
  );
  const hash = headerHash(header);
  const near = around(header.height);
  const { anchor } = near;
  checkLink(anchor, header, hash);
  checkAge(near, header, clock);
  const validators = orRefuse('VERIFY_MALFORMED', 'The validators cannot be read', () =>
    decodeValidators(validatorBytes),
  );
  requireSet(header, validators);
  const signers = verifyCommit(header, hash, commit, validators);
  const timeMs = msOfTimestamp(header.time);
  checkClock(timeMs, clock);
  return {
    header,
    hash,
    timeMs,
    signers: signers.map(({ address, power }) => {
      const name = anchor.names.get(hexOf(address));
      return { address: hexOf(address), power, ...(name === undefined ? {} : { name }) };
    }),
    power: { signed: powerOf(signers), total: powerOf(validators) },
  };
}

/**
 * Checks a header as CometBFT's light client does, starting from a genesis file or from one trusted
 * header.
 *
 * @param signedHeader bytes of `encodeSignedHeader`.
 * @param validators bytes of `encodeValidators`: the set of that header.
 * @throws VerifyError
 */
export function verifySignedHeader(
  signedHeader: Uint8Array,
  validators: Uint8Array,
  trust: Trust,
  options: ClockOptions = {},
): VerifiedHeader {
  const anchor = anchorOf(trust);
  return verifyAgainst(() => ({ anchor }), signedHeader, validators, options);
}
