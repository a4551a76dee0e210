import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { chunksOf } from './chunk.ts';
import type { BatchItem } from './item.ts';

function item(prefix: string, line: number, length = 10): BatchItem {
  const values = [
    { index: 1, type: 'x', data: 'd'.repeat(length), ttlSeconds: 0, permissions: 14 },
  ];
  return { prefix, suffix: String(line), line, values };
}

test('a change of prefix and a full transaction begin a new one', () => {
  const items = [item('1', 1), item('1', 2), item('1', 3), item('2', 4), item('1', 5)];
  const shape = chunksOf(items, 2).map(({ prefix, items: inside }) => [prefix, inside.length]);
  assert.deepEqual(shape, [
    ['1', 2],
    ['1', 1],
    ['2', 1],
    ['1', 1],
  ]);
});

test('large values make transactions of fewer identifiers', () => {
  const items = Array.from({ length: 100 }, (_, line) => item('1', line, 30_000));
  const chunks = chunksOf(items, 4096);
  assert.equal(chunks.length, 4);
  assert.ok(chunks.every(({ items: inside }) => inside.length * 30_000 < 1_000_000));
});

test('nothing is lost and the order stays', () => {
  fc.assert(
    fc.property(
      fc.array(fc.constantFrom('1', '2')),
      fc.integer({ min: 1, max: 5 }),
      (prefixes, size) => {
        const items = prefixes.map((prefix, line) => item(prefix, line));
        const chunks = chunksOf(items, size);
        assert.deepEqual(
          chunks.flatMap((chunk) => chunk.items),
          items,
        );
        for (const chunk of chunks) {
          assert.ok(chunk.items.length <= size);
          assert.ok(chunk.items.every(({ prefix }) => prefix === chunk.prefix));
        }
      },
    ),
  );
});
