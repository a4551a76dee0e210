import assert from 'node:assert/strict';
import { test } from 'node:test';
import { decodeTransaction } from '@touchmark/codec';
import { decodeReceipt } from '@touchmark/ledger';
import { verifyAnswer, verifyReceipt } from '@touchmark/verify';
import { EngineError } from '../engine-error.ts';
import { checkWholeChain } from '../testing/check-whole-chain.ts';
import { committed, openTestEngine, refusalCode } from '../testing/open-test-engine.ts';
import { registration, testChain } from '../testing/test-chain.ts';
import { TestStore } from '../testing/test-store.ts';

test('a registration is durable, and its record and receipt prove themselves', async () => {
  const chain = testChain();
  const engine = await openTestEngine(chain, new TestStore(), { signatureWorkers: 1 });
  const trust = { genesis: chain.genesis };
  committed(await engine.submit(chain.delegate()));
  const result = committed(await engine.submit(chain.register(1, 'one')));
  const answer = verifyAnswer(engine.chain.recordAnswer('88/one'), trust);
  assert.equal(answer.status, 'present');
  const absent = verifyAnswer(engine.chain.recordAnswer('88/two'), trust);
  assert.equal(absent.status, 'absent');
  const receipt = verifyReceipt(engine.chain.receiptProof(result.id) ?? new Uint8Array(0), trust);
  assert.deepEqual([receipt.height, receipt.code], [result.height, 0]);
  assert.deepEqual(engine.chain.receipt(result.id), result);
  checkWholeChain(engine.chain, chain.genesis);
  await engine.close();
});

test('an idle chain rests: an empty block carries the last root, and no other follows', async () => {
  const chain = testChain();
  const store = new TestStore();
  const engine = await openTestEngine(chain, store);
  const before = engine.chain.latest();
  committed(await engine.submit(chain.delegate()));
  const after = engine.chain.latest();
  // Block 1 was empty and decided, 2 holds the transaction, 3 is empty and decided.
  assert.deepEqual([before.height, after.height], [0, 2]);
  assert.notDeepEqual(before.root, after.root);
  const commits = store.commits;
  await new Promise((resolve) => setTimeout(resolve, 30));
  assert.equal(store.commits, commits);
  assert.deepEqual(engine.chain.latest(), after);
  await engine.close();
});

test('many transactions share blocks, and the chain holds together', async () => {
  const chain = testChain();
  const store = new TestStore();
  const engine = await openTestEngine(chain, store, { maxBlockTransactions: 20 });
  committed(await engine.submit(chain.delegate()));
  const numbers = Array.from({ length: 130 }, (_, number) => number);
  const results = await Promise.all(
    numbers.map((number) => engine.submit(chain.register(number, `item-${number}`))),
  );
  for (const result of results) committed(result);
  const heights = new Set(results.map((result) => committed(result).height));
  assert.ok(heights.size >= 130 / 20 && heights.size < 130, `${heights.size} blocks`);
  assert.ok(store.commits < 130);
  assert.equal(engine.chain.events(undefined, 1_000).length, 131);
  checkWholeChain(engine.chain, chain.genesis);
  await engine.close();
});

test('what the ledger refuses is a receipt; what is refused before it leaves no trace', async () => {
  const chain = testChain();
  const engine = await openTestEngine(chain, new TestStore());
  const noPrefix = committed(await engine.submit(chain.register(1, 'one')), 207);
  assert.equal(decodeReceipt(noPrefix.data).code, 'NAMING_PREFIX_UNKNOWN');
  assert.deepEqual(engine.chain.receipt(noPrefix.id), noPrefix);
  const head = engine.chain.latest();

  assert.equal(refusalCode(await engine.submit(new Uint8Array([1, 2, 3]))), 'TRANSACTION_TAG');
  const huge = new Uint8Array(2 * 1024 * 1024);
  assert.equal(refusalCode(await engine.submit(huge)), 'TRANSACTION_TOO_LARGE');
  const other = testChain('test-2').register(1, 'one');
  assert.equal(refusalCode(await engine.submit(other)), 'TRANSACTION_WRONG_CHAIN');
  const forged = chain.register(2, 'two');
  forged.set([forged.at(-1)! ^ 1], forged.length - 1);
  assert.equal(refusalCode(await engine.submit(forged)), 'SIGNATURE_INVALID');
  chain.clock.nowMs += 24 * 3_600_000;
  assert.equal(refusalCode(await engine.submit(chain.register(3, 'x'))), 'TRANSACTION_EXPIRED');

  assert.deepEqual(engine.chain.latest(), head);
  assert.equal(engine.status().totals.refused, 5);
  assert.equal(engine.status().queue.transactions, 0);
  await engine.close();
});

test('the same transaction has one receipt: at once, later, after a restart', async () => {
  const chain = testChain();
  const store = new TestStore();
  const engine = await openTestEngine(chain, store);
  committed(await engine.submit(chain.delegate()));
  const bytes = chain.register(1, 'one');
  const [first, second] = await Promise.all([engine.submit(bytes), engine.submit(bytes.slice())]);
  assert.deepEqual(committed(second), committed(first));
  assert.deepEqual(await engine.submit(bytes), first);
  await engine.close();
  const again = await openTestEngine(chain, store);
  const head = again.chain.latest();
  assert.deepEqual(await again.submit(bytes), first);
  assert.deepEqual(again.chain.latest(), head);
  assert.equal(again.status().totals.duplicates, 1);
  await again.close();
});

test('a bad copy of a transaction does not harm the good one', async () => {
  const chain = testChain();
  const engine = await openTestEngine(chain, new TestStore(), { signatureWorkers: 1 });
  committed(await engine.submit(chain.delegate()));
  const good = chain.register(1, 'one');
  const bad = good.slice();
  bad.set([bad.at(-1)! ^ 1], bad.length - 1);
  const [refused, done] = await Promise.all([engine.submit(bad), engine.submit(good)]);
  assert.equal(refusalCode(refused), 'SIGNATURE_INVALID');
  committed(done);
  await engine.close();
});

test('copies with other signatures wait for their turn, a few of them', async () => {
  const chain = testChain();
  const engine = await openTestEngine(chain, new TestStore(), { signatureWorkers: 1 });
  committed(await engine.submit(chain.delegate()));
  const good = chain.register(1, 'one');
  const bad = (byte: number): Uint8Array => {
    const copy = good.slice();
    copy.set([copy.at(-byte)! ^ 1], copy.length - byte);
    return copy;
  };
  const early = [bad(1), bad(2), bad(3), good].map((copy) => engine.submit(copy));
  // The same bytes again cost nothing and are no further set of signatures.
  const same = Array.from({ length: 100 }, () => engine.submit(bad(2)));
  const last = engine.submit(bad(4));
  await assert.rejects(engine.submit(bad(5)), { code: 'ENGINE_OVERLOADED' });
  const [first, second, third, done] = await Promise.all(early);
  assert.deepEqual(
    [first, second, third].map((result) => refusalCode(result!)),
    ['SIGNATURE_INVALID', 'SIGNATURE_INVALID', 'SIGNATURE_INVALID'],
  );
  for (const answer of await Promise.all(same)) assert.equal(answer, second);
  const receipt = committed(done!);
  assert.deepEqual(await last, receipt);
  const { queue } = engine.status();
  assert.deepEqual([queue.transactions, queue.bytes], [0, 0]);
  await engine.close();
});

test('a refresh signs a header for the present, and a fresh one is left alone', async () => {
  const chain = testChain();
  const engine = await openTestEngine(chain, new TestStore());
  committed(await engine.submit(chain.delegate()));
  chain.clock.nowMs += 60_000;
  const { root } = engine.chain.latest();
  await engine.refresh();
  const head = engine.chain.latest();
  assert.deepEqual([head.timeMs, head.root], [chain.clock.nowMs, root]);
  await engine.refresh();
  assert.deepEqual(engine.chain.latest(), head);
  checkWholeChain(engine.chain, chain.genesis);
  await engine.close();
});

test('a heartbeat keeps the newest header young', async () => {
  const chain = testChain();
  const engine = await openTestEngine(chain, new TestStore(), { heartbeatMs: 10 });
  const { height } = engine.chain.latest();
  const blocks = Promise.withResolvers<void>();
  engine.onBlock((block) => {
    if (block.height > height + 2) blocks.resolve();
  });
  await blocks.promise;
  await engine.close();
});

test('blocks tell their listeners what they did, and a bad listener harms nobody', async () => {
  const chain = testChain();
  const engine = await openTestEngine(chain, new TestStore());
  const heights: number[] = [];
  const warnings: unknown[] = [];
  const onWarning = (warning: Error): void => void warnings.push(warning.message);
  process.on('warning', onWarning);
  engine.onBlock(() => {
    throw new Error('bad listener');
  });
  const end = engine.onBlock(({ height }) => void heights.push(height));
  committed(await engine.submit(chain.delegate()));
  end();
  committed(await engine.submit(chain.register(1, 'one')));
  assert.deepEqual(heights, [1, 2]);
  await new Promise((resolve) => setImmediate(resolve));
  assert.ok(warnings.includes('bad listener'));
  process.off('warning', onWarning);
  await engine.close();
});

test('a batch is one transaction with one receipt', async () => {
  const chain = testChain();
  const engine = await openTestEngine(chain, new TestStore());
  committed(await engine.submit(chain.delegate()));
  const names = Array.from({ length: 500 }, (_, index) => `item-${String(index).padStart(4, '0')}`);
  const bytes = chain.transaction(1, [registration(names, 'value')]);
  const receipt = committed(await engine.submit(bytes));
  assert.deepEqual(engine.chain.transaction(receipt.height, receipt.index), bytes);
  assert.deepEqual(receipt.id, decodeTransaction(bytes).id);
  const page = engine.chain.listAnswer('88', { limit: 200, after: 'item-0099' });
  const list = verifyAnswer(page, { genesis: chain.genesis });
  assert.ok(list.status === 'list');
  assert.deepEqual([list.records.length, list.complete.last, list.more], [200, 'item-0299', true]);
  await engine.close();
});

test('a closed engine takes nothing more, and says so', async () => {
  const chain = testChain();
  const engine = await openTestEngine(chain, new TestStore());
  await Promise.all([engine.close(), engine.close()]);
  assert.deepEqual(await engine.stopped, { reason: 'closed' });
  assert.equal(engine.status().state, 'closed');
  await assert.rejects(engine.submit(chain.delegate()), (error) => {
    assert.ok(error instanceof EngineError);
    return error.code === 'ENGINE_CLOSING';
  });
});
