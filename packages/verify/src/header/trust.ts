import {
  decodeValidators,
  headerHash,
  msOfTimestamp,
  parseGenesis,
  type SignedHeader,
  sortValidators,
  type Timestamp,
  timestampOfMs,
  type ValidatorSet,
  validatorsHash,
} from '@touchmark/codec';
import { orRefuse } from '../verify-error.ts';
import { hexOf } from './signer.ts';

/** A header that somebody decided to believe, reduced to what later headers are checked against. */
export interface TrustedHeader {
  chainId: string;
  height: number;
  /** Milliseconds since 1970, rounded down. */
  timeMs: number;
  /** Hash of the header, 32 bytes. */
  hash: Uint8Array;
  /** Hash of the validators of the header after this one. */
  nextValidatorsHash: Uint8Array;
  /** The set that signed this header (`encodeValidators`): needed to skip to a header of other validators. */
  validators?: Uint8Array;
}

/** Where trust begins: the genesis file's bytes, or a header learned from somebody one believes. */
export type Trust = { genesis: Uint8Array } | { header: TrustedHeader };

/** Both kinds of trust in one form. */
export interface TrustAnchor {
  chainId: string;
  /** Of the trusted header; for genesis the one before the first. */
  height: number;
  /** Headers above `height` are not earlier than this. */
  time: Timestamp;
  /**
   * From here the trust period counts: its time, if a clock was there to check the way to it; else that of what the
   * way began with. Later, if somebody vouched for it later.
   */
  periodFrom: Timestamp;
  /** Undefined for genesis, which has no header of its own. */
  hash: Uint8Array | undefined;
  nextValidatorsHash: Uint8Array;
  /** The set of this height; undefined: only the hash of the next one is known. */
  validators: ValidatorSet | undefined;
  /** Names of validators in the genesis file, by address in hexadecimal. */
  names: ReadonlyMap<string, string>;
}

function anchorOfGenesis(bytes: Uint8Array): TrustAnchor {
  const genesis = orRefuse(
    'VERIFY_TRUST_INVALID',
    'The genesis file that should be trusted cannot be used',
    () => parseGenesis(bytes),
    'Give the genesis file of the network, byte for byte.',
  );
  const names = new Map<string, string>();
  for (const { address, name } of genesis.validators) {
    if (name !== '') names.set(hexOf(address), name);
  }
  return {
    chainId: genesis.chainId,
    height: genesis.initialHeight - 1,
    time: genesis.genesisTime,
    periodFrom: genesis.genesisTime,
    hash: undefined,
    nextValidatorsHash: validatorsHash(genesis.validators),
    validators: sortValidators(genesis.validators),
    names,
  };
}

/** Reads a trust once, so that many headers can be checked against it. */
export function anchorOf(trust: Trust): TrustAnchor {
  if ('genesis' in trust) return anchorOfGenesis(trust.genesis);
  const { chainId, height, timeMs, hash, nextValidatorsHash } = trust.header;
  const time = timestampOfMs(timeMs);
  const validators = validatorsOf(trust.header);
  const names = new Map<string, string>();
  return { chainId, height, time, periodFrom: time, hash, nextValidatorsHash, validators, names };
}

function validatorsOf({ validators }: TrustedHeader): ValidatorSet | undefined {
  if (validators === undefined) return undefined;
  return orRefuse('VERIFY_TRUST_INVALID', 'The validators of the trusted header', () =>
    decodeValidators(validators),
  );
}

/**
 * What to keep of a header in order to trust it later. Checks nothing: the caller vouches for it.
 */
export function trustedHeaderOf({ header }: Pick<SignedHeader, 'header'>): TrustedHeader {
  return {
    chainId: header.chainId,
    height: header.height,
    timeMs: msOfTimestamp(header.time),
    hash: headerHash(header),
    nextValidatorsHash: header.nextValidatorsHash,
  };
}
