import { ProtoWriter } from './proto-writer.ts';
import type { BlockId, Commit, CommitSig, Header, Timestamp } from './types.ts';

/** google.protobuf.Timestamp. */
export function timestampMessage(time: Timestamp): ProtoWriter {
  return new ProtoWriter(16).varint(1, time.seconds).varint(2, time.nanos);
}

/** tendermint.types.PartSetHeader. */
export function partsMessage(parts: BlockId['parts']): ProtoWriter {
  return new ProtoWriter(48).varint(1, parts.total).bytes(2, parts.hash);
}

/** tendermint.types.BlockID; CanonicalBlockID has the same bytes. */
export function blockIdMessage(id: BlockId): ProtoWriter {
  return new ProtoWriter(96).bytes(1, id.hash).message(2, partsMessage(id.parts));
}

/** tendermint.version.Consensus. */
export function versionMessage(version: Header['version']): ProtoWriter {
  return new ProtoWriter(16).varint(1, version.block).varint(2, version.app);
}

/** tendermint.types.CommitSig. */
export function commitSigMessage(sig: CommitSig): ProtoWriter {
  return new ProtoWriter(128)
    .varint(1, sig.flag)
    .bytes(2, sig.validatorAddress)
    .message(3, timestampMessage(sig.timestamp))
    .bytes(4, sig.signature);
}

/** tendermint.types.Commit. */
export function commitMessage(commit: Commit): ProtoWriter {
  const writer = new ProtoWriter(256)
    .varint(1, commit.height)
    .varint(2, commit.round)
    .message(3, blockIdMessage(commit.blockId));
  for (const sig of commit.signatures) writer.message(4, commitSigMessage(sig));
  return writer;
}

/** tendermint.types.Header. */
export function headerMessage(header: Header): ProtoWriter {
  return new ProtoWriter(512)
    .message(1, versionMessage(header.version))
    .text(2, header.chainId)
    .varint(3, header.height)
    .message(4, timestampMessage(header.time))
    .message(5, blockIdMessage(header.lastBlockId))
    .bytes(6, header.lastCommitHash)
    .bytes(7, header.dataHash)
    .bytes(8, header.validatorsHash)
    .bytes(9, header.nextValidatorsHash)
    .bytes(10, header.consensusHash)
    .bytes(11, header.appHash)
    .bytes(12, header.lastResultsHash)
    .bytes(13, header.evidenceHash)
    .bytes(14, header.proposerAddress);
}
