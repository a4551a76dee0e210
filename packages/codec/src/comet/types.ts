import { validatorAddress } from '@touchmark/crypto';

/** Seconds since 1970-01-01T00:00:00Z and nanoseconds (0 to 999,999,999) in that second. */
export interface Timestamp {
  seconds: bigint;
  nanos: number;
}

/**
 * Names a block: header hash, and root over the 64 KiB parts it travels in. Empty hashes: no block.
 */
export interface BlockId {
  hash: Uint8Array;
  parts: { total: number; hash: Uint8Array };
}

/** CometBFT block header (types/block.go). Hashes have 32 bytes or none. */
export interface Header {
  version: { block: number; app: number };
  chainId: string;
  height: number;
  time: Timestamp;
  lastBlockId: BlockId;
  lastCommitHash: Uint8Array;
  dataHash: Uint8Array;
  validatorsHash: Uint8Array;
  nextValidatorsHash: Uint8Array;
  consensusHash: Uint8Array;
  /** Root of the state after the block before this one. */
  appHash: Uint8Array;
  lastResultsHash: Uint8Array;
  evidenceHash: Uint8Array;
  /** 20 bytes. */
  proposerAddress: Uint8Array;
}

/** 1 absent, 2 for the block, 3 for nil. */
export type CommitFlag = 1 | 2 | 3;

export interface CommitSig {
  flag: CommitFlag;
  /** 20 bytes; empty if absent. */
  validatorAddress: Uint8Array;
  /** The validator's own clock; ZERO_TIME if absent. */
  timestamp: Timestamp;
  /** 64 bytes; empty if absent. */
  signature: Uint8Array;
}

export interface Commit {
  height: number;
  round: number;
  blockId: BlockId;
  /** One for each validator, in the order of the set. */
  signatures: CommitSig[];
}

export interface SignedHeader {
  header: Header;
  commit: Commit;
}

export interface Validator {
  /** First 20 bytes of SHA-256 of the public key. */
  address: Uint8Array;
  /** Ed25519, 32 bytes. */
  publicKey: Uint8Array;
  /** ≥ 1; the sum over a set stays below 2^60. */
  power: bigint;
}

/** In consensus order: power descending, then address ascending; addresses unique. */
export type ValidatorSet = readonly Validator[];

/** Go's zero time, 0001-01-01T00:00:00Z: what absent signatures carry. */
export const ZERO_TIME: Timestamp = { seconds: -62_135_596_800n, nanos: 0 };

export const ABSENT_SIGNATURE: CommitSig = {
  flag: 1,
  validatorAddress: new Uint8Array(0),
  timestamp: ZERO_TIME,
  signature: new Uint8Array(0),
};

/** No block: what `lastBlockId` of the first header and the block id of a nil vote are. */
export const NO_BLOCK_ID: BlockId = {
  hash: new Uint8Array(0),
  parts: { total: 0, hash: new Uint8Array(0) },
};

export function validatorOf(publicKey: Uint8Array, power: bigint): Validator {
  return { address: validatorAddress(publicKey), publicKey, power };
}

export function timestampOfMs(timeMs: number): Timestamp {
  const seconds = Math.floor(timeMs / 1000);
  return { seconds: BigInt(seconds), nanos: (timeMs - seconds * 1000) * 1_000_000 };
}

/** Whole milliseconds, rounded down. */
export function msOfTimestamp(time: Timestamp): number {
  return Number(time.seconds) * 1000 + Math.floor(time.nanos / 1_000_000);
}

/** Negative, zero or positive as `left` is before, at or after `right`. */
export function compareTimestamps(left: Timestamp, right: Timestamp): number {
  if (left.seconds !== right.seconds) return left.seconds < right.seconds ? -1 : 1;
  return left.nanos - right.nanos;
}
