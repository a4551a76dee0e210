import assert from 'node:assert/strict';
import { test } from 'node:test';
import { decodeTransaction } from '@touchmark/codec';
import { EngineError } from '../engine-error.ts';
import { checkWholeChain } from '../testing/check-whole-chain.ts';
import { committed, openTestEngine } from '../testing/open-test-engine.ts';
import { testChain } from '../testing/test-chain.ts';
import { TestStore } from '../testing/test-store.ts';

const isCode =
  (code: string) =>
  (error: unknown): boolean =>
    error instanceof EngineError && error.code === code;

/** Lets everything run that does not wait for the disk. */
const turns = async (): Promise<void> => {
  for (let turn = 0; turn < 20; turn += 1) await new Promise((resolve) => setImmediate(resolve));
};

test('a promise is kept only after the commit, and a failed commit stops everything', async () => {
  const chain = testChain();
  const store = new TestStore();
  const engine = await openTestEngine(chain, store);
  committed(await engine.submit(chain.delegate()));
  const head = engine.chain.latest();

  const disk = Promise.withResolvers<void>();
  store.beforeCommit = () => disk.promise;
  let isAnswered = false;
  const writing = engine.submit(chain.register(1, 'one')).finally(() => {
    isAnswered = true;
  });
  const waiting = turns().then(() => engine.submit(chain.register(2, 'two')));
  await turns();
  await turns();
  assert.equal(isAnswered, false);
  assert.equal(engine.chain.receipt(decodeTransaction(chain.register(1, 'one')).id), undefined);

  disk.reject(new Error('EIO: i/o error, fdatasync'));
  await assert.rejects(writing, isCode('ENGINE_FAILED'));
  await assert.rejects(waiting, isCode('ENGINE_FAILED'));
  await assert.rejects(engine.submit(chain.register(3, 'three')), isCode('ENGINE_FAILED'));
  const stop = await engine.stopped;
  assert.ok(stop.reason === 'failed' && /EIO.*send them again/s.test(stop.error.message));
  assert.equal(engine.status().state, 'failed');
  await engine.close();

  store.beforeCommit = () => Promise.resolve();
  const again = await openTestEngine(chain, store);
  assert.deepEqual(again.chain.latest(), head);
  committed(await again.submit(chain.register(1, 'one')));
  checkWholeChain(again.chain, chain.genesis);
  await again.close();
});

test('a block that was decided and not executed is executed first', async () => {
  const chain = testChain();
  const store = new TestStore();
  const engine = await openTestEngine(chain, store, {
    maxBlockTransactions: 2,
    maxCommitTransactions: 2,
  });
  committed(await engine.submit(chain.delegate()));
  // The first commit executes two transactions and decides the next two; then the power goes.
  const before = store.commits;
  store.beforeCommit = () =>
    store.commits === before ? Promise.resolve() : Promise.reject(new Error('power cut'));
  const bytes = Array.from({ length: 6 }, (_, number) => chain.register(number, `item-${number}`));
  const results = await Promise.allSettled(bytes.map((transaction) => engine.submit(transaction)));
  const promised = results.filter(({ status }) => status === 'fulfilled').length;
  assert.equal(promised, 2);
  await engine.close();

  store.beforeCommit = () => Promise.resolve();
  const again = await openTestEngine(chain, store);
  for (const [index, transaction] of bytes.entries()) {
    const receipt = again.chain.receipt(decodeTransaction(transaction).id);
    assert.equal(receipt !== undefined, index < 4, `transaction ${index}`);
  }
  for (const transaction of bytes) committed(await again.submit(transaction));
  checkWholeChain(again.chain, chain.genesis);
  await again.close();
});

test('above its bounds the engine refuses, says when to come back, and loses nothing', async () => {
  const chain = testChain();
  const store = new TestStore();
  const engine = await openTestEngine(chain, store, { maxPendingTransactions: 3 });
  committed(await engine.submit(chain.delegate()));
  const disk = Promise.withResolvers<void>();
  store.beforeCommit = () => disk.promise;
  const bytes = Array.from({ length: 5 }, (_, number) => chain.register(number, `item-${number}`));
  const settled = Promise.allSettled(bytes.map((transaction) => engine.submit(transaction)));
  disk.resolve();
  const results = await settled;
  for (const [index, result] of results.entries()) {
    if (index < 3) {
      assert.ok(result.status === 'fulfilled');
      committed(result.value);
      continue;
    }
    const reason: unknown = result.status === 'rejected' ? result.reason : undefined;
    assert.ok(reason instanceof EngineError && reason.code === 'ENGINE_OVERLOADED');
    const { retryAfterMs = 0 } = reason;
    assert.ok(retryAfterMs >= 50 && retryAfterMs <= 5_000);
  }
  assert.equal(engine.status().totals.overloaded, 2);
  for (const transaction of bytes) committed(await engine.submit(transaction));
  await engine.close();
});

test('bytes are bounded as well as their number', async () => {
  const chain = testChain();
  const options = { maxPendingBytes: 400 };
  const engine = await openTestEngine(chain, new TestStore(), options);
  const first = engine.submit(chain.delegate());
  await assert.rejects(engine.submit(chain.register(1, 'one')), isCode('ENGINE_OVERLOADED'));
  committed(await first);
  committed(await engine.submit(chain.register(1, 'a')));
  await engine.close();
});

test('closing under load finishes what was taken in', async () => {
  const chain = testChain();
  const store = new TestStore();
  const options = { signatureWorkers: 1, maxBlockTransactions: 40 };
  const engine = await openTestEngine(chain, store, options);
  committed(await engine.submit(chain.delegate()));
  const bytes = Array.from({ length: 300 }, (_, number) =>
    chain.register(number, `item-${number}`),
  );
  const results = Promise.all(bytes.map((transaction) => engine.submit(transaction)));
  const closed = engine.close();
  await assert.rejects(engine.submit(chain.register(999, 'late')), isCode('ENGINE_CLOSING'));
  const receipts = (await results).map((result) => committed(result));
  await closed;
  const again = await openTestEngine(chain, store);
  for (const receipt of receipts) assert.deepEqual(again.chain.receipt(receipt.id), receipt);
  await again.close();
});

test('closing does not wait for ever: what could not be written is given back', async () => {
  const chain = testChain();
  const store = new TestStore();
  const engine = await openTestEngine(chain, store, { closeTimeoutMs: 20 });
  const disk = Promise.withResolvers<void>();
  store.beforeCommit = () => disk.promise;
  const slow = engine.submit(chain.delegate());
  await turns();
  const closed = engine.close();
  await assert.rejects(slow, isCode('ENGINE_CLOSING'));
  disk.resolve();
  await closed;
});

test('closing at once keeps every promise that was given, and gives back the rest', async () => {
  const chain = testChain();
  const store = new TestStore();
  const options = {
    signatureWorkers: 1,
    closeTimeoutMs: 0,
    maxBlockTransactions: 20,
    maxCommitTransactions: 50,
  };
  const engine = await openTestEngine(chain, store, options);
  committed(await engine.submit(chain.delegate()));
  const bytes = Array.from({ length: 400 }, (_, number) =>
    chain.register(number, `item-${number}`),
  );
  const results = Promise.allSettled(bytes.map((transaction) => engine.submit(transaction)));
  await turns();
  await engine.close();
  const again = await openTestEngine(chain, store);
  let givenBack = 0;
  for (const result of await results) {
    if (result.status === 'fulfilled') {
      const receipt = committed(result.value);
      assert.deepEqual(again.chain.receipt(receipt.id), receipt);
      continue;
    }
    assert.ok(isCode('ENGINE_CLOSING')(result.reason));
    givenBack += 1;
  }
  assert.ok(givenBack > 0);
  for (const transaction of bytes) committed(await again.submit(transaction));
  checkWholeChain(again.chain, chain.genesis);
  await again.close();
});
