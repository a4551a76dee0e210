import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { DecodedTransaction } from '@touchmark/codec';
import { type PendingTransaction, pendingTransaction } from './pending-transaction.ts';
import { ReadyQueue } from './ready-queue.ts';

function pendingOf(key: string, length: number): PendingTransaction {
  const none = new Uint8Array(0);
  const content = { chainId: 'c', expiresAtMs: 0, nonce: none, signers: [], actions: [] };
  const transaction: DecodedTransaction = {
    id: none,
    content,
    contentBytes: none,
    bytes: new Uint8Array(length),
    signatures: [],
  };
  return pendingTransaction(key, transaction, 0);
}

const keys = (taken: readonly PendingTransaction[]): string[] => taken.map(({ key }) => key);

test('the oldest come first, as many as count and bytes allow', () => {
  const queue = new ReadyQueue();
  for (const key of ['a', 'b', 'c', 'd', 'e']) queue.add(pendingOf(key, 10));
  assert.deepEqual(keys(queue.take(2, 1_000)), ['a', 'b']);
  assert.deepEqual(keys(queue.take(9, 25)), ['c', 'd']);
  queue.add(pendingOf('f', 10));
  assert.equal(queue.size, 2);
  assert.deepEqual(keys(queue.take(9, 1_000)), ['e', 'f']);
  assert.deepEqual(queue.take(9, 1_000), []);
});

test('one that is larger than a block is still taken, alone', () => {
  const queue = new ReadyQueue();
  queue.add(pendingOf('large', 100));
  queue.add(pendingOf('small', 1));
  assert.deepEqual(keys(queue.take(10, 50)), ['large']);
  assert.deepEqual(keys(queue.take(10, 50)), ['small']);
});

test('many in, many out, in order', () => {
  const queue = new ReadyQueue();
  const out: string[] = [];
  for (let index = 0; index < 1_000; index += 1) {
    queue.add(pendingOf(String(index), 1));
    if (index % 7 === 0) out.push(...keys(queue.take(3, 1_000)));
  }
  while (queue.size > 0) out.push(...keys(queue.take(50, 1_000)));
  assert.deepEqual(
    out,
    Array.from({ length: 1_000 }, (_, index) => String(index)),
  );
});
