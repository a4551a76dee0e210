import assert from 'node:assert/strict';
import { test } from 'node:test';
import { merkleRoot } from '@touchmark/crypto';
import { sample, validators } from '../testing/comet-transport-cases.ts';
import { testHeader } from '../testing/comet-chain.ts';
import { hex } from '../testing/vector-files.ts';
import { BLOCK_PART_SIZE, blockPartSetHeader, encodeBlock } from './block-parts.ts';
import { NO_BLOCK_ID } from './types.ts';

const firstCommit = { height: 0, round: 0, blockId: NO_BLOCK_ID, signatures: [] };

test('an encoded block has header, data, evidence and last commit, each with its length', () => {
  const transactions = [Uint8Array.of(1, 2, 3), new Uint8Array(0)];
  const block = { header: testHeader(validators), transactions, lastCommit: firstCommit };
  const bytes = encodeBlock(block);
  const headerEnd = 3 + (bytes[1]! & 0x7f) + (bytes[2]! << 7);
  assert.equal(bytes[0], 0x0a);
  // data {txs: 3 bytes, 0 bytes}, evidence {}, last_commit {block_id {part_set_header {}}}
  assert.equal(hex(bytes.subarray(headerEnd)), '12070a030102030a001a0022041a021200');
});

test('the parts are 64 KiB each and hashed in order', () => {
  const transactions = [new Uint8Array(100_000).fill(1), new Uint8Array(50_000).fill(2)];
  const bytes = encodeBlock({ header: sample.header, transactions, lastCommit: sample.commit });
  const parts = blockPartSetHeader(bytes);
  assert.equal(parts.total, Math.ceil(bytes.length / BLOCK_PART_SIZE));
  assert.equal(parts.total, 3);
  const leaves = [0, 1, 2].map((index) =>
    bytes.subarray(index * BLOCK_PART_SIZE, (index + 1) * BLOCK_PART_SIZE),
  );
  assert.deepEqual(parts.hash, merkleRoot(leaves));
});
