import { merkleRoot } from '@touchmark/crypto';
import { commitMessage, headerMessage } from './proto-messages.ts';
import { ProtoWriter } from './proto-writer.ts';
import type { BlockId, Commit, Header } from './types.ts';

/** CometBFT's BlockPartSizeBytes. */
export const BLOCK_PART_SIZE = 65_536;

export interface Block {
  header: Header;
  transactions: readonly Uint8Array[];
  /**
   * Commit of the block before; `{height: 0, round: 0, blockId: NO_BLOCK_ID, signatures: []}` in
   * the first.
   */
  lastCommit: Commit;
  /** As `encodeEvidence` makes it; nearly always none. */
  evidence?: readonly Uint8Array[];
}

/** tendermint.types.Block, as CometBFT gossips and stores it. */
export function encodeBlock(block: Block): Uint8Array {
  const size = block.transactions.reduce((sum, transaction) => sum + transaction.length + 8, 0);
  const data = new ProtoWriter(size);
  for (const transaction of block.transactions) data.element(1, transaction);
  const evidence = new ProtoWriter(0);
  for (const bytes of block.evidence ?? []) evidence.element(1, bytes);
  return new ProtoWriter(size + 2048)
    .message(1, headerMessage(block.header))
    .message(2, data)
    .message(3, evidence)
    .message(4, commitMessage(block.lastCommit))
    .finish();
}

/** Count of, and Merkle root over, the parts of an encoded block (types/part_set.go). */
export function blockPartSetHeader(encodedBlock: Uint8Array): BlockId['parts'] {
  const parts: Uint8Array[] = [];
  for (let start = 0; start < encodedBlock.length; start += BLOCK_PART_SIZE) {
    parts.push(encodedBlock.subarray(start, start + BLOCK_PART_SIZE));
  }
  return { total: parts.length, hash: merkleRoot(parts) };
}
