import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openMemoryStateStore } from '@touchmark/state';
import { getLongValue, putLongValue } from './long-value.ts';
import { MAX_VALUE_BYTES } from './tables.ts';

test('a value of any length comes back whole, and an unknown one is unknown', async () => {
  const store = openMemoryStateStore({ tables: ['meta'] });
  const lengths = [0, 1, MAX_VALUE_BYTES, MAX_VALUE_BYTES + 1, 3 * MAX_VALUE_BYTES, 10_000];
  const update = store.begin();
  for (const length of lengths) {
    putLongValue(update.table('meta'), `v${length}`, new Uint8Array(length).fill(length));
  }
  await update.commit();
  store.read((snapshot) => {
    const meta = snapshot.table('meta');
    for (const length of lengths) {
      const value = getLongValue(meta, `v${length}`);
      assert.ok(value !== undefined && value.every((byte) => byte === length % 256));
      assert.equal(value.length, length);
    }
    assert.equal(getLongValue(meta, 'nothing'), undefined);
  });
  await store.close();
});
