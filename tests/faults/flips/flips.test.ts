import assert from 'node:assert/strict';
import { test } from 'node:test';
import { flipBits } from './campaign.ts';

/** Bits of the two meta pages are taken a prime apart, so that they fall on other bits of a byte each time. */
const META_STEP = 211;
const ANYWHERE = 14;

test('a flipped bit of a chain store is found, or changes nothing now or later', async () => {
  const { flips, outcomes, wrong } = await flipBits(ANYWHERE, META_STEP, () => undefined);
  assert.deepEqual(wrong, []);
  assert.ok(flips > ANYWHERE, JSON.stringify(outcomes));
});
