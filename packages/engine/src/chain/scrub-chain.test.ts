import assert from 'node:assert/strict';
import { test } from 'node:test';
import { encodeUpdate } from '@touchmark/ledger';
import { EngineError } from '../engine-error.ts';
import type { Engine } from '../engine.ts';
import { committed, openTestEngine } from '../testing/open-test-engine.ts';
import { registration, testChain } from '../testing/test-chain.ts';
import { TestStore } from '../testing/test-store.ts';
import { CHAIN_TABLES } from './tables.ts';

async function usedEngine(store: TestStore): Promise<Engine> {
  const chain = testChain();
  const engine = await openTestEngine(chain, store);
  committed(await engine.submit(chain.delegate()));
  const names = Array.from({ length: 40 }, (_, index) => `item-${index + 10}`);
  committed(await engine.submit(chain.transaction(1, [registration(names, 'x'.repeat(100))])));
  for (const expectedVersion of [1, 2, 3]) {
    const values = [
      { index: 1, type: 'URL', data: `v${expectedVersion}`, ttlSeconds: 1, permissions: 14 },
    ];
    const action = encodeUpdate({ identifier: '88/item-10', expectedVersion, values });
    committed(await engine.submit(chain.transaction(10 + expectedVersion, [action])));
  }
  // Refused by the ledger, and so with a receipt of its own.
  committed(await engine.submit(chain.register(20, 'item-10')), 211);
  return engine;
}

test('a good chain is counted', async () => {
  const engine = await usedEngine(new TestStore());
  let last = { done: 0, total: 1 };
  const { chain, state } = await engine.scrub({}, (progress) => {
    last = progress;
  });
  assert.equal(chain.blocks, engine.status().height + 1);
  assert.equal(chain.transactions, 6);
  assert.equal(chain.versions, 3);
  assert.ok(chain.events >= 5);
  assert.deepEqual(state.root, engine.status().root);
  assert.equal(last.done, last.total);
  await engine.close();
});

/** Tables whose every byte counts; in meta the genesis and the head are compared when a store is opened. */
const tables = [
  CHAIN_TABLES.blocks,
  CHAIN_TABLES.bodies,
  CHAIN_TABLES.results,
  CHAIN_TABLES.events,
  CHAIN_TABLES.receipts,
  CHAIN_TABLES.history,
];

for (const table of tables) {
  test(`a flipped bit anywhere in ${table} is found`, async () => {
    const store = new TestStore();
    const engine = await usedEngine(store);
    const rows = store.read((snapshot) => [
      ...snapshot.table(table).range({ start: new Uint8Array(0), end: null }),
    ]);
    for (const { key, value } of rows) {
      const step = Math.max(1, Math.floor(value.length / 24));
      for (let at = 0; at < value.length; at += step) {
        const flip = (bytes: Uint8Array): void => bytes.set([(value[at] ?? 0) ^ 4], at);
        const mend = (bytes: Uint8Array): void => bytes.set(value);
        await store.tamper(table, flip, key);
        await assert.rejects(
          engine.scrub(),
          (error) => error instanceof EngineError && error.code === 'ENGINE_STORE_CORRUPT',
          `byte ${at} of ${Buffer.from(key).toString('hex')}`,
        );
        await store.tamper(table, mend, key);
      }
    }
    await engine.scrub();
    await engine.close();
  });
}

for (const table of [CHAIN_TABLES.receipts, CHAIN_TABLES.history]) {
  test(`a row that is missing from ${table} is found`, async () => {
    const store = new TestStore();
    const engine = await usedEngine(store);
    const rows = store.read((snapshot) => [
      ...snapshot.table(table).range({ start: new Uint8Array(0), end: null }),
    ]);
    assert.ok(rows.length > 2);
    for (const { key, value } of rows) {
      await store.change(table, (update) => update.remove(key));
      await assert.rejects(engine.scrub(), { code: 'ENGINE_STORE_CORRUPT' });
      await store.change(table, (update) => update.put(key, value));
    }
    await engine.scrub();
    await engine.close();
  });
}

test('a version in the place of another one is found', async () => {
  const store = new TestStore();
  const engine = await usedEngine(store);
  const all = { start: new Uint8Array(0), end: null };
  const rows = store.read((snapshot) => [...snapshot.table(CHAIN_TABLES.history).range(all)]);
  const [first, second] = rows.filter(({ key }) => Buffer.from(key).includes('88/item-10'));
  const give = (value: Uint8Array | undefined) =>
    store.change(CHAIN_TABLES.history, (table) => table.put(first!.key, value!));
  await give(second?.value);
  await assert.rejects(
    engine.scrub(),
    (error) => error instanceof EngineError && error.code === 'ENGINE_STORE_CORRUPT',
  );
  await give(first?.value);
  await engine.scrub();
  await engine.close();
});

test('a scrub can be called off', async () => {
  const engine = await usedEngine(new TestStore());
  await assert.rejects(engine.scrub({ signal: AbortSignal.abort() }), { name: 'AbortError' });
  await engine.close();
});
