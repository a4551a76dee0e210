import assert from 'node:assert/strict';
import { test } from 'node:test';
import { RateMeter } from './rate-meter.ts';

test('a steady stream shows its rate, from its first seconds on', () => {
  const meter = new RateMeter(0);
  for (let ms = 0; ms < 20_000; ms += 10) {
    meter.add(5, ms);
    if (ms < 1_000) continue;
    const rate = meter.perSecond(ms);
    assert.ok(Math.abs(rate - 500) < 60, `${rate} at ${ms} ms`);
  }
});

test('after a pause nothing of the past is left', () => {
  const meter = new RateMeter(0);
  meter.add(10_000, 100);
  assert.ok(meter.perSecond(600) > 0);
  assert.equal(meter.perSecond(6_000), 0);
  assert.equal(meter.perSecond(60_000), 0);
});
