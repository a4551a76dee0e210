/**
 * What one mempool lets in must fit into any block that members may decide: CometBFT takes transactions in their order,
 * and one that fits into none stops all behind it.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { TRANSACTION_LIMITS } from '@touchmark/codec';
import { MAX_BUNDLE_BYTES, MAX_COMET_TRANSACTION_BYTES } from '@touchmark/engine';
import { limits } from '@touchmark/ledger';
import { cometConfig } from './comet-config.ts';

/** CometBFT, types/block.go: MaxOverheadForBlock, MaxHeaderBytes, MaxCommitOverheadBytes, MaxCommitSigBytes. */
const BLOCK_BYTES = 11 + 626 + 94;
const SIGNATURE_BYTES = 109;
/** Of a transaction in a block: field head, and its length. */
const FIELD_BYTES = 1 + 4;

/** What the smallest block holds beside everything else, with as many validators as there may be. */
const LEAST_ROOM =
  limits.MIN_BLOCK_BYTES - BLOCK_BYTES - limits.VALIDATORS * SIGNATURE_BYTES - FIELD_BYTES;

function maxTransactionBytes(): number {
  const config = cometConfig({
    appSocket: '/a',
    rpcSocket: '/b',
    validatorKeyFile: '/c',
    validatorStateFile: '/d',
    listen: '127.0.0.1:1',
    peers: '',
  });
  const found = /^\[mempool\][^[]*^max_tx_bytes = (\d+)$/m.exec(config)?.[1];
  assert.ok(found !== undefined, 'the mempool has a bound');
  return Number(found);
}

test('whatever a mempool lets in fits into the smallest block that members may decide', () => {
  assert.ok(maxTransactionBytes() <= LEAST_ROOM, `${LEAST_ROOM} bytes`);
  assert.ok(MAX_COMET_TRANSACTION_BYTES <= LEAST_ROOM);
});

test('whatever a node sends is let in: the longest transaction, and the longest bundle', () => {
  assert.ok(maxTransactionBytes() >= MAX_COMET_TRANSACTION_BYTES);
  assert.ok(MAX_COMET_TRANSACTION_BYTES >= TRANSACTION_LIMITS.bytes);
  assert.ok(MAX_COMET_TRANSACTION_BYTES >= MAX_BUNDLE_BYTES);
});
