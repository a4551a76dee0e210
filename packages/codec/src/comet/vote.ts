import { blockIdMessage, timestampMessage } from './proto-messages.ts';
import { ProtoWriter } from './proto-writer.ts';
import { NO_BLOCK_ID, type BlockId, type Commit, type Timestamp } from './types.ts';

export const PREVOTE = 1;
export const PRECOMMIT = 2;

export interface CanonicalVote {
  /** PREVOTE or PRECOMMIT. */
  type: number;
  chainId: string;
  height: number;
  round: number;
  /** NO_BLOCK_ID for a vote for nil. */
  blockId: BlockId;
  timestamp: Timestamp;
}

/**
 * What a validator signs: length-delimited CanonicalVote (CometBFT types/vote.go, VoteSignBytes).
 */
export function voteSignBytes(vote: CanonicalVote): Uint8Array {
  const message = new ProtoWriter(192)
    .varint(1, vote.type)
    .sfixed64(2, vote.height)
    .sfixed64(3, vote.round);
  const { hash, parts } = vote.blockId;
  const isNil = hash.length === 0 && parts.total === 0 && parts.hash.length === 0;
  if (!isNil) message.message(4, blockIdMessage(vote.blockId));
  message.message(5, timestampMessage(vote.timestamp)).text(6, vote.chainId);
  return new ProtoWriter(192).delimited(message.view()).finish();
}

/**
 * What the validator at `index` signed to be part of `commit` (types/block.go,
 * Commit.VoteSignBytes).
 */
export function commitSignBytes(chainId: string, commit: Commit, index: number): Uint8Array {
  const sig = commit.signatures[index];
  if (sig === undefined) throw new RangeError(`the commit has no signature ${index}`);
  return voteSignBytes({
    type: PRECOMMIT,
    chainId,
    height: commit.height,
    round: commit.round,
    blockId: sig.flag === 2 ? commit.blockId : NO_BLOCK_ID,
    timestamp: sig.timestamp,
  });
}
