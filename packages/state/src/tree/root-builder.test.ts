import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { EMPTY_ROOT } from '../proof/hashes.ts';
import { compareKeys } from '../proof/key-bits.ts';
import { openMemoryStateStore } from '../memory/memory-store.ts';
import { RootBuilder } from './root-builder.ts';

const entries = fc.uniqueArray(
  fc.tuple(fc.uint8Array({ minLength: 1, maxLength: 6 }), fc.uint8Array({ maxLength: 4 })),
  { selector: ([key]) => Buffer.from(key).toString('hex'), maxLength: 60 },
);

test('the root of sorted entries is the root of the map that holds them', () => {
  fc.assert(
    fc.property(entries, (given) => {
      const update = openMemoryStateStore({ tables: [] }).begin();
      update.write(given.map(([key, value]) => ({ key, value })));
      const builder = new RootBuilder();
      const sorted = [...given].sort(([left], [right]) => compareKeys(left, right));
      for (const [key, value] of sorted) builder.add(key, value);
      assert.equal(builder.size, given.length);
      assert.deepEqual(builder.finish(), update.root);
    }),
  );
});

test('nothing has the root of nothing', () => {
  assert.deepEqual(new RootBuilder().finish(), EMPTY_ROOT);
});

test('entries out of order are refused', () => {
  const builder = new RootBuilder();
  builder.add(Uint8Array.of(2), Uint8Array.of());
  for (const key of [Uint8Array.of(2), Uint8Array.of(1, 9)]) {
    assert.throws(() => builder.add(key, Uint8Array.of()), { code: 'STATE_RANGE_INVALID' });
  }
});
