/**
 * What the chain rule promises when everything ends at once: what was told as durable stays, the node is never ahead
 * of CometBFT, and a block that CometBFT has lost is decided again as it was, or not at all.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { decodeTransaction, encodeHex } from '@touchmark/codec';
import { EngineError } from '../engine-error.ts';
import { TestConsensus } from '../testing/test-consensus.ts';
import { testChain } from '../testing/test-chain.ts';
import type { ReplicatedChain } from './replicated-chain.ts';

const chain = testChain();
const isCorrupt = (error: unknown): boolean =>
  error instanceof EngineError && error.code === 'ENGINE_STORE_CORRUPT';

async function running(blocks: number): Promise<[TestConsensus, ReplicatedChain]> {
  const network = new TestConsensus({ chain });
  const replicated = network.open();
  network.found(replicated);
  await network.next(replicated);
  await network.next(replicated, [chain.delegate()]);
  for (let n = 3; n <= blocks; n += 1) await network.next(replicated, [chain.register(n, `n${n}`)]);
  return [network, replicated];
}

/** Ends without a word, and starts again from what is on disk. */
function afterPowerCut(network: TestConsensus, replicated: ReplicatedChain): ReplicatedChain {
  replicated.rewind();
  return network.open();
}

test('at each block: what was told as durable is there after a power cut, and nothing of what is open', async () => {
  for (let blocks = 3; blocks <= 8; blocks += 1) {
    const [network, replicated] = await running(blocks);
    const told = blocks - 1;
    assert.equal(replicated.durable.height, told, 'one behind CometBFT, never ahead');
    const again = afterPowerCut(network, replicated);
    assert.deepEqual(again.durable, network.open().durable);
    assert.equal(again.durable.height, told);
    for (let n = 3; n <= blocks; n += 1) {
      const { id } = decodeTransaction(chain.register(n, `n${n}`));
      assert.equal(network.reader.receipt(id) !== undefined, n <= told, `n${n} of ${blocks}`);
    }
    // CometBFT has the block that is missing, and tells it.
    await network.tell(again, blocks);
    await network.next(again);
    assert.equal(again.durable.height, blocks);
    await again.close();
  }
});

test('a commit that fails, in any block, promises nothing; told again it comes to the same root', async () => {
  const [calm, undisturbed] = await running(5);
  await calm.next(undisturbed);
  const expected = encodeHex(undisturbed.durable.root);
  const [network, replicated] = await running(5);
  network.store.beforeCommit = () => Promise.reject(new Error('no room on the disk'));
  await assert.rejects(network.next(replicated), /no room/);
  network.store.beforeCommit = () => Promise.resolve();
  const again = afterPowerCut(network, replicated);
  assert.equal(again.durable.height, 4);
  await network.tell(again, 5);
  await network.tell(again, 6);
  assert.equal(encodeHex(again.durable.root), expected);
  await again.close();
});

test('CometBFT has lost its newest block: the same again is taken, another of its height is not', async () => {
  const [network, replicated] = await running(5);
  const again = afterPowerCut(network, replicated);
  const stored = network.header(5)!;
  const other = new TestConsensus({ chain });
  const fork = other.open();
  other.found(fork);
  await other.next(fork);
  await other.next(fork, [chain.delegate()]);
  for (const n of [3, 4]) await other.next(fork, [chain.register(n, `n${n}`)]);
  await other.next(fork, [chain.register(99, 'something-else')]);
  assert.deepEqual(other.header(5)!.appHash, stored.appHash, 'it builds upon the same state');
  await assert.rejects(other.tell(again, 5), isCorrupt);
  assert.equal(again.durable.height, 4);
  await network.tell(again, 5);
  await network.next(again);
  assert.equal(again.durable.height, 5);
  await fork.close();
  await again.close();
});

test('blocks that are told out of their order are refused: one is missing, or was executed', async () => {
  const [network, replicated] = await running(5);
  for (const height of [4, 5]) await assert.rejects(network.tell(replicated, height), isCorrupt);
  const again = afterPowerCut(network, replicated);
  await assert.rejects(network.tell(again, 4), isCorrupt);
  await network.tell(again, 5);
  await again.close();
});
