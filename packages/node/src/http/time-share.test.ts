import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ProblemError } from '../problems/problem.ts';
import { TimeShare } from './time-share.ts';

const TOOK_MS = 20;

function busy(): void {
  const endMs = performance.now() + TOOK_MS;
  while (performance.now() < endMs);
}

test('work that has taken its share of the time waits, and then has its turn again', async () => {
  const share = new TimeShare({ share: 0.25, burstMs: TOOK_MS / 2 });
  share.run(busy);
  let refusals = 0;
  for (let isDone = false; !isDone; ) {
    try {
      isDone = share.run(() => true);
    } catch (error) {
      assert.ok(error instanceof ProblemError && error.code === 'NODE_OVERLOADED');
      refusals += 1;
      await new Promise((resolve) => setTimeout(resolve, TOOK_MS));
    }
  }
  assert.ok(refusals > 0);
});

test('work that fails has taken time all the same', () => {
  const share = new TimeShare({ share: 0.001, burstMs: 1 });
  const fail = (): void => {
    busy();
    throw new RangeError('no');
  };
  assert.throws(() => share.run(fail), RangeError);
  assert.throws(() => share.run(fail), ProblemError);
});
