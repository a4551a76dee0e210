import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Histogram } from './histogram.ts';

test('an empty histogram is all zero', () => {
  const { count, sum, max, p50, p99 } = new Histogram().summary();
  assert.deepEqual([count, sum, max, p50, p99], [0, 0, 0, 0, 0]);
});

test('quantiles are at most a bucket above the true ones', () => {
  const histogram = new Histogram();
  for (let value = 1; value <= 1_000; value += 1) histogram.add(value);
  const { count, sum, max, p50, p95, p99 } = histogram.summary();
  assert.deepEqual([count, sum, max], [1_000, 500_500, 1_000]);
  for (const [found, exact] of [
    [p50, 500],
    [p95, 950],
    [p99, 990],
  ] as const) {
    assert.ok(found >= exact && found <= exact * 1.19, `${found} for ${exact}`);
  }
});

test('values beyond the buckets count in the outermost ones', () => {
  const histogram = new Histogram();
  histogram.add(0);
  histogram.add(1e9);
  const { count, max, p50, p99 } = histogram.summary();
  assert.deepEqual([count, max], [2, 1e9]);
  assert.ok(p50 <= 1 / 16);
  assert.ok(p99 >= 65_536);
});
