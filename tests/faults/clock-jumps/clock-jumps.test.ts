import assert from 'node:assert/strict';
import { test } from 'node:test';
import { jumpClock } from './campaign.ts';

const JUMPS = 30;

test('clocks that jump by hours and days: time only grows, and every promise holds', async () => {
  const { promises, reopenings } = await jumpClock(JUMPS, 1);
  assert.ok(promises > JUMPS * 2, `${promises} promises`);
  assert.ok(reopenings > 1);
});
