import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openMemoryStateStore, type StateStore } from '@touchmark/state';
import * as fc from 'fast-check';
import { type PackedItem, packedItem, packedItems, PackedWriter } from './packed-items.ts';
import { MAX_VALUE_BYTES } from './tables.ts';

const TABLE = 'items';

interface Given {
  height: number;
  index: number;
  n: number;
  bytes: Uint8Array;
}

async function storeOf(items: readonly Given[]): Promise<StateStore> {
  const store = openMemoryStateStore({ tables: [TABLE] });
  const update = store.begin();
  for (const height of new Set(items.map(({ height: one }) => one))) {
    const writer = new PackedWriter(update.table(TABLE), height);
    for (const given of items.filter((one) => one.height === height)) {
      writer.add(given.index, given.n, given.bytes);
    }
    writer.finish();
  }
  await update.commit();
  return store;
}

const plain = ({ height, index, n, bytes }: PackedItem | Given): unknown[] => [
  height,
  index,
  n,
  Buffer.from(bytes).toString('hex'),
];

/** Sizes around the length of a row, which decides how an item is stored. */
const size = fc.oneof(
  { weight: 6, arbitrary: fc.nat(60) },
  { weight: 2, arbitrary: fc.integer({ min: MAX_VALUE_BYTES - 30, max: MAX_VALUE_BYTES + 30 }) },
  { weight: 1, arbitrary: fc.nat(3 * MAX_VALUE_BYTES) },
);

const histories: fc.Arbitrary<Given[]> = fc
  .array(fc.record({ newHeight: fc.boolean(), newIndex: fc.boolean(), size }), { maxLength: 40 })
  .map((steps) => {
    let [height, index, n] = [1, 0, -1];
    return steps.map((step, order) => {
      n += 1;
      if (step.newIndex) [index, n] = [index + 1, 0];
      if (step.newHeight) [height, index, n] = [height + 2, 0, 0];
      return { height, index, n, bytes: new Uint8Array(step.size).fill(order) };
    });
  });

test('what is packed comes back, from every position on', async () => {
  await fc.assert(
    fc.asyncProperty(histories, async (items) => {
      const store = await storeOf(items);
      store.read((snapshot) => {
        const table = snapshot.table(TABLE);
        const all = [...packedItems(table, { height: 0, index: 0, n: 0 })];
        assert.deepEqual(all.map(plain), items.map(plain));
        for (const [order, one] of items.entries()) {
          assert.deepEqual([...packedItems(table, one)].map(plain), items.slice(order).map(plain));
          assert.deepEqual(packedItem(table, one), one.bytes);
          const after = { ...one, n: one.n + 1 };
          const rest = items.slice(order + 1);
          assert.deepEqual([...packedItems(table, after)].map(plain), rest.map(plain));
        }
      });
      await store.close();
    }),
    { numRuns: 60 },
  );
});

function item(height: number, index: number, length: number): Given {
  return { height, index, n: 0, bytes: new Uint8Array(length) };
}

test('no row is longer than a store likes, and a block ends where it is asked to', async () => {
  const items = [item(1, 0, 100_000), item(1, 1, 1), item(2, 0, 1_899), item(2, 1, 40)];
  const store = await storeOf(items);
  store.read((snapshot) => {
    const rows = [...snapshot.table(TABLE).range({ start: new Uint8Array(0), end: null })];
    assert.ok(rows.every(({ value }) => value.length <= MAX_VALUE_BYTES));
    const first = [...packedItems(snapshot.table(TABLE), { height: 1, index: 0, n: 0 }, 1)];
    assert.deepEqual(
      first.map(({ bytes }) => bytes.length),
      [100_000, 1],
    );
    assert.equal(packedItem(snapshot.table(TABLE), { height: 1, index: 2, n: 0 }), undefined);
    assert.equal(packedItem(snapshot.table(TABLE), { height: 3, index: 0, n: 0 }), undefined);
  });
  await store.close();
});
