/** The chain rule against headers that a test signs itself: what is durable when, and what a restart finds. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { commitHash, decodeTransaction, encodeBundle } from '@touchmark/codec';
import { verifyAnswer, verifyReceipt } from '@touchmark/verify';
import { signedTransactions } from '../chain/bundles.ts';
import { EngineError } from '../engine-error.ts';
import { TestConsensus } from '../testing/test-consensus.ts';

test('a block is durable when the header after it is there, and then it proves itself', async () => {
  const network = new TestConsensus();
  const replicated = network.open();
  network.found(replicated);
  assert.equal(replicated.isReadable, false);
  await network.next(replicated);
  assert.equal(replicated.durable.height, 0);
  assert.equal(replicated.isReadable, true);

  const { chain } = network;
  const delegation = chain.delegate();
  const bundle = encodeBundle([chain.register(1, 'one'), chain.register(2, 'two')]);
  await network.next(replicated, [delegation, bundle]);
  assert.equal(network.reader.receipt(decodeTransaction(delegation).id), undefined);
  const durable = await network.next(replicated);
  assert.deepEqual(
    durable.map(({ height }) => height),
    [2],
  );

  const answer = verifyAnswer(network.reader.recordAnswer('88/two'), { genesis: chain.genesis });
  assert.equal(answer.status, 'present');
  for (const [index, bytes] of [delegation, ...signedTransactions([bundle])].entries()) {
    const { id } = decodeTransaction(bytes);
    const proof = network.reader.receiptProof(id);
    assert.ok(proof !== undefined);
    assert.equal(verifyReceipt(proof, { genesis: chain.genesis }).code, 0);
    assert.equal(network.reader.receipt(id)?.index, index);
    assert.deepEqual(network.reader.transaction(2, index), bytes);
  }
  assert.equal(network.reader.block(2)?.transactions, 3);
  await replicated.close();
});

test('what was not durable is executed again after a restart, to the same root', async () => {
  const network = new TestConsensus();
  const first = network.open();
  network.found(first);
  await network.next(first);
  await network.next(first, [network.chain.delegate()]);
  await network.next(first, [network.chain.register(1, 'one')]);
  const { root } = first;
  assert.equal(first.durable.height, 2);
  await first.close();

  const again = network.open();
  assert.equal(again.executed, 2);
  await network.tell(again, 3);
  assert.deepEqual(again.root, root);
  again.rewind();
  assert.equal(again.executed, 2);
  await network.tell(again, 3);
  await network.next(again);
  assert.equal(again.durable.height, 3);
  await again.close();
});

test('founding may be asked for again as long as nothing is durable', async () => {
  const network = new TestConsensus();
  const replicated = network.open();
  const root = replicated.found();
  assert.deepEqual(replicated.found(), root);
  network.found(replicated);
  await network.next(replicated);
  assert.deepEqual(replicated.found(), root);
  await replicated.close();
});

test('while headers can not be had nothing is shown; then all of it at once', async () => {
  const network = new TestConsensus();
  const replicated = network.open();
  network.found(replicated);
  await network.next(replicated);
  network.isDown = true;
  await network.next(replicated, [network.chain.delegate()]);
  await network.next(replicated, [network.chain.register(1, 'one')]);
  await network.next(replicated);
  assert.equal(replicated.durable.height, 0);
  network.isDown = false;
  // The newest block is empty: its header proves the state before it.
  const durable = await replicated.catchUp();
  assert.equal(replicated.durable.height, 3);
  assert.equal(durable.at(-1)?.height, 3);
  const answer = network.reader.recordAnswer('88/one');
  assert.equal(verifyAnswer(answer, { genesis: network.chain.genesis }).status, 'present');
  await network.next(replicated);
  await replicated.close();
});

test('a header that is not the one decided stops the node', async () => {
  const network = new TestConsensus();
  const replicated = network.open();
  network.found(replicated);
  await network.next(replicated);
  const honest = network.signedHeader.bind(network);
  network.signedHeader = async (height) => {
    const { header, commit } = await honest(height);
    return { commit, header: { ...header, appHash: new Uint8Array(32) } };
  };
  await assert.rejects(
    network.next(replicated),
    (error) => error instanceof EngineError && error.code === 'ENGINE_STORE_CORRUPT',
  );
  await replicated.close();
});

test('the commit that is kept is the one that the next block names', async () => {
  const network = new TestConsensus();
  const replicated = network.open();
  network.found(replicated);
  await network.next(replicated);
  await network.next(replicated, [network.chain.delegate()]);
  await network.next(replicated);
  await network.next(replicated);
  const named = network.header(3)?.lastCommitHash;
  const { commit } = await network.signedHeader(2);
  assert.deepEqual(commitHash(commit), named);
  await replicated.close();
});
