import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Pace } from './pace.ts';

test('work keeps to its rate, and without one goes on at once', async () => {
  const startedAt = performance.now();
  await new Pace({}).after(1_000_000);
  assert.ok(performance.now() - startedAt < 200);
  await new Pace({ recordsPerSecond: 1_000 }).after(150);
  assert.ok(performance.now() - startedAt >= 140);
});

test('whoever calls it off does not wait', async () => {
  const stop = new AbortController();
  const waiting = new Pace({ recordsPerSecond: 1, signal: stop.signal }).after(60);
  stop.abort();
  await assert.rejects(waiting, { name: 'AbortError' });
  const later = new Pace({ signal: stop.signal }).after(1);
  await assert.rejects(later, { name: 'AbortError' });
});
