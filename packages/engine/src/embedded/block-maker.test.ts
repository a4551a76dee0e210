import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  type Block,
  blockPartSetHeader,
  commitHash,
  compareTimestamps,
  dataHash,
  EMPTY_HASH,
  encodeBlock,
  encodeSignedHeader,
  encodeValidators,
  headerHash,
  NO_BLOCK_ID,
  parseGenesis,
} from '@touchmark/codec';
import { verifySignedHeader } from '@touchmark/verify';
import { testChain } from '../testing/test-chain.ts';
import { BlockMaker, type DecidedBlock } from './block-maker.ts';
import { nextBlockTime } from './block-time.ts';

const chain = testChain();
const genesis = parseGenesis(chain.genesis);
const hash = (byte: number): Uint8Array => new Uint8Array(32).fill(byte);

function twoBlocks(): [DecidedBlock, DecidedBlock] {
  const maker = new BlockMaker(genesis, chain.validatorSecretKey);
  const params = genesis.consensusParams;
  const before = { appHash: hash(1), resultsHash: EMPTY_HASH, params };
  const first = maker.decide(undefined, before, genesis.genesisTime, []);
  const after = { appHash: hash(2), resultsHash: hash(3), params };
  const transactions = [new Uint8Array(10).fill(7), new Uint8Array(200_000).fill(8)];
  const time = nextBlockTime(first.time, chain.clock.nowMs);
  return [first, maker.decide(first, after, time, transactions)];
}

test('the first header is what CometBFT makes of the genesis', () => {
  const [{ header }] = twoBlocks();
  assert.equal(header.height, 1);
  assert.equal(compareTimestamps(header.time, genesis.genesisTime), 0);
  assert.deepEqual(header.lastBlockId, NO_BLOCK_ID);
  assert.deepEqual(header.version, { block: 11, app: 1 });
  for (const empty of ['lastCommitHash', 'dataHash', 'lastResultsHash', 'evidenceHash'] as const) {
    assert.deepEqual(header[empty], EMPTY_HASH, empty);
  }
  assert.deepEqual(header.proposerAddress, genesis.validators[0]?.address);
});

test('each header names the block before, its commit, its root and its results', () => {
  const [first, second] = twoBlocks();
  assert.equal(second.header.height, 2);
  assert.deepEqual(second.header.lastBlockId, first.blockId);
  assert.deepEqual(second.header.lastCommitHash, commitHash(first.commit));
  assert.deepEqual(second.header.appHash, hash(2));
  assert.deepEqual(second.header.lastResultsHash, hash(3));
  assert.deepEqual(second.header.dataHash, dataHash(second.transactions));
});

test('the block id is the header hash and the root of the 64 KiB parts', () => {
  const [first, second] = twoBlocks();
  const block: Block = {
    header: second.header,
    transactions: second.transactions,
    lastCommit: first.commit,
  };
  assert.deepEqual(second.blockId.hash, headerHash(second.header));
  assert.deepEqual(second.blockId.parts, blockPartSetHeader(encodeBlock(block)));
  assert.equal(second.blockId.parts.total, 4);
});

test('the light client accepts each header from the genesis alone, and no changed one', () => {
  const validators = encodeValidators(genesis.validators);
  for (const { header, commit } of twoBlocks()) {
    const signed = encodeSignedHeader({ header, commit });
    const verified = verifySignedHeader(signed, validators, { genesis: chain.genesis });
    assert.deepEqual(verified.power, { signed: 10n, total: 10n });
    const forged = encodeSignedHeader({ header: { ...header, appHash: hash(9) }, commit });
    assert.throws(() => verifySignedHeader(forged, validators, { genesis: chain.genesis }));
  }
});
