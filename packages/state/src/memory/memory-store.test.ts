import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { EMPTY_ROOT } from '../proof/hashes.ts';
import { historyArbitrary, keyArbitrary } from '../testing/arbitraries.ts';
import { checkRangeOf, checkSnapshot } from '../testing/check-snapshot.ts';
import { NaiveMap } from '../testing/naive-map.ts';
import { openMemoryStateStore } from './memory-store.ts';

const bytes = (text: string): Uint8Array => new Uint8Array(Buffer.from(text));

test('agrees with the naive map after every block, proofs included', async () => {
  await fc.assert(
    fc.asyncProperty(
      historyArbitrary,
      fc.array(keyArbitrary, { maxLength: 10 }),
      fc.array(fc.tuple(keyArbitrary, fc.option(keyArbitrary)), { maxLength: 6 }),
      async (history, strangers, ranges) => {
        const store = openMemoryStateStore({ tables: [] });
        const model = new NaiveMap();
        for (const writes of history) {
          const update = store.begin();
          const root = update.write(writes);
          await update.commit();
          for (const { key, value } of writes) model.set(key, value);
          assert.deepEqual(root, model.root());
        }
        const keys = [...history.flat().map(({ key }) => key), ...strangers];
        store.read((snapshot) => {
          checkSnapshot(snapshot, model, keys);
          for (const [start, end] of ranges) checkRangeOf(snapshot, model, start, end);
          checkRangeOf(snapshot, model, new Uint8Array(0), null);
        });
      },
    ),
    { numRuns: 150 },
  );
});

test('an empty map has the root of nothing and proves absence', () => {
  const store = openMemoryStateStore({ tables: [] });
  store.read((snapshot) => {
    assert.deepEqual(snapshot.root, EMPTY_ROOT);
    checkSnapshot(snapshot, new NaiveMap(), [bytes('a')]);
    checkRangeOf(snapshot, new NaiveMap(), bytes('a'), null);
  });
});

test('an update is invisible until committed, and forgotten when aborted', async () => {
  const store = openMemoryStateStore({ tables: ['blocks'] });
  const update = store.begin();
  update.write([{ key: bytes('a'), value: bytes('1') }]);
  update.table('blocks').put(bytes('b'), bytes('2'));
  assert.deepEqual(update.get(bytes('a')), bytes('1'));
  assert.equal(
    store.read((snapshot) => snapshot.get(bytes('a'))),
    undefined,
  );
  assert.throws(() => store.begin(), { code: 'STATE_UPDATE_OPEN' });
  update.abort();
  assert.throws(() => update.get(bytes('a')), { code: 'STATE_UPDATE_CLOSED' });
  const second = store.begin();
  assert.equal(second.get(bytes('a')), undefined);
  second.table('blocks').put(bytes('b'), bytes('3'));
  await second.commit();
  const found = store.read((snapshot) => snapshot.table('blocks').get(bytes('b')));
  assert.deepEqual(found, bytes('3'));
  assert.throws(() => store.read((s) => s.table('receipts')), { code: 'STATE_TABLE_UNKNOWN' });
});

test('refuses keys and values that no store can hold', () => {
  const update = openMemoryStateStore({ tables: [] }).begin();
  const write = (key: number, value: number): Uint8Array =>
    update.write([{ key: new Uint8Array(key), value: new Uint8Array(value) }]);
  assert.throws(() => write(0, 1), { code: 'STATE_KEY_INVALID' });
  assert.throws(() => write(513, 1), { code: 'STATE_KEY_INVALID' });
  assert.throws(() => write(1, 65_537), { code: 'STATE_VALUE_INVALID' });
  assert.doesNotThrow(() => write(512, 65_536));
});
