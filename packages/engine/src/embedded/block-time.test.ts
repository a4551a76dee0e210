import assert from 'node:assert/strict';
import { test } from 'node:test';
import { compareTimestamps, timestampOfMs } from '@touchmark/codec';
import * as fc from 'fast-check';
import { nextBlockTime } from './block-time.ts';

test('block time follows the clock', () => {
  assert.deepEqual(nextBlockTime(timestampOfMs(1_000), 1_001.9), timestampOfMs(1_001));
});

test('block time always grows, whatever the clock does, and never runs ahead of a clock that grows', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 4_000 }), { maxLength: 50 }), (clock) => {
      let time = { seconds: 1n, nanos: 999_999_990 };
      let latest = 2_000;
      for (const nowMs of clock) {
        const next = nextBlockTime(time, nowMs);
        assert.ok(compareTimestamps(next, time) > 0);
        latest = Math.max(latest, nowMs);
        assert.ok(compareTimestamps(next, timestampOfMs(latest + 1)) < 0);
        time = next;
      }
    }),
  );
});
