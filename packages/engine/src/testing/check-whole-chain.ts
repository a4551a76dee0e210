import assert from 'node:assert/strict';
import {
  commitHash,
  compareTimestamps,
  dataHash,
  decodeSignedHeader,
  EMPTY_HASH,
  headerHash,
  resultsHash,
  type SignedHeader,
} from '@touchmark/codec';
import { trustedHeaderOf, verifySignedHeader } from '@touchmark/verify';
import type { BlockDetail, ChainReader } from '../chain/chain-reader.ts';

/** Checks every block from the first to the decided one against its neighbours and its signature. */
export function checkWholeChain(chain: ChainReader, genesis: Uint8Array): void {
  const head = chain.latest();
  let before: { block: BlockDetail; signed: SignedHeader } | undefined;
  for (let height = 1; height <= head.height + 1; height += 1) {
    const block = chain.block(height);
    assert.ok(block !== undefined, `block ${height}`);
    const signed = decodeSignedHeader(block.signedHeader);
    checkBlock(chain, block, signed, height <= head.height);
    verifySignedHeader(block.signedHeader, head.validators, { genesis });
    if (before !== undefined) {
      const trusted = trustedHeaderOf(before.signed);
      verifySignedHeader(block.signedHeader, head.validators, { header: trusted });
    }
    checkLink(before, signed);
    before = { block, signed };
  }
  assert.deepEqual(before?.signed.header.appHash, head.root);
  assert.equal(chain.block(head.height + 2), undefined);
}

function checkBlock(
  chain: ChainReader,
  block: BlockDetail,
  { header }: SignedHeader,
  isExecuted: boolean,
): void {
  assert.equal(header.height, block.height);
  assert.deepEqual(headerHash(header), block.hash);
  const transactions: Uint8Array[] = [];
  for (let index = 0; index < block.transactions; index += 1) {
    const bytes = chain.transaction(block.height, index);
    assert.ok(bytes !== undefined);
    transactions.push(bytes);
  }
  assert.deepEqual(dataHash(transactions), header.dataHash);
  assert.equal(block.receipts.length, isExecuted ? block.transactions : 0);
}

function checkLink(
  before: { block: BlockDetail; signed: SignedHeader } | undefined,
  { header }: SignedHeader,
): void {
  if (before === undefined) {
    assert.deepEqual(header.lastResultsHash, EMPTY_HASH);
    return;
  }
  assert.deepEqual(header.lastBlockId, before.signed.commit.blockId);
  assert.deepEqual(header.lastCommitHash, commitHash(before.signed.commit));
  assert.deepEqual(header.lastResultsHash, resultsHash(before.block.receipts));
  assert.ok(compareTimestamps(header.time, before.signed.header.time) > 0);
}
