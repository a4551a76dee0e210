import { merkleRoot } from '@touchmark/crypto';
import { blockIdMessage, timestampMessage, versionMessage } from './proto-messages.ts';
import { ProtoWriter } from './proto-writer.ts';
import type { Header } from './types.ts';

/**
 * Hash of a block: Merkle root over the header's 14 fields (CometBFT types/block.go, Header.Hash).
 * 32 bytes.
 */
export function headerHash(header: Header): Uint8Array {
  return merkleRoot([
    versionMessage(header.version).finish(),
    new ProtoWriter(64).text(1, header.chainId).finish(),
    new ProtoWriter(16).varint(1, header.height).finish(),
    timestampMessage(header.time).finish(),
    blockIdMessage(header.lastBlockId).finish(),
    wrapped(header.lastCommitHash),
    wrapped(header.dataHash),
    wrapped(header.validatorsHash),
    wrapped(header.nextValidatorsHash),
    wrapped(header.consensusHash),
    wrapped(header.appHash),
    wrapped(header.lastResultsHash),
    wrapped(header.evidenceHash),
    wrapped(header.proposerAddress),
  ]);
}

/** google.protobuf.BytesValue; empty bytes give an empty leaf. */
function wrapped(bytes: Uint8Array): Uint8Array {
  return new ProtoWriter(48).bytes(1, bytes).finish();
}
