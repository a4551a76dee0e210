import assert from 'node:assert/strict';
import { test } from 'node:test';
import { RecentCache } from './recent-cache.ts';

function counting(limit: number): { get: (name: number) => number | undefined; derived: number[] } {
  const derived: number[] = [];
  const cache = new RecentCache<number>(limit);
  const get = (name: number): number | undefined =>
    cache.get(Uint8Array.of(name), ([first = 0]) => {
      derived.push(first);
      assert.ok(cache.size <= limit);
      return first > 200 ? undefined : first * 2;
    });
  return { get, derived };
}

test('derives once, and forgets what was unused for longest', () => {
  const { get, derived } = counting(2);
  assert.deepEqual([1, 2, 1, 3, 1, 2].map(get), [2, 4, 2, 6, 2, 4]);
  assert.deepEqual(derived, [1, 2, 3, 2]);
});

test('what could not be derived is not kept', () => {
  const { get, derived } = counting(2);
  assert.deepEqual([1, 201, 202, 201, 1].map(get), [2, undefined, undefined, undefined, 2]);
  assert.deepEqual(derived, [1, 201, 202, 201]);
});
