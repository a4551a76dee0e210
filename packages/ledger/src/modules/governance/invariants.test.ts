import assert from 'node:assert/strict';
import { test } from 'node:test';
import { testKey } from '../../testing/sandbox.ts';
import { unsafe } from './invariants.ts';
import type { GivenValidator } from './params.ts';

/** Validators of `a`, `b`, …: one for each number, which is its power; several in a list. */
function powers(...given: Given): GivenValidator[] {
  return given.flatMap((of, place) => {
    const organization = String.fromCodePoint(0x61 + place);
    return [of].flat().map((power, index) => {
      const { publicKey } = testKey(`${organization} ${index}`);
      return { organization, publicKey, power };
    });
  });
}

type Given = readonly (number | readonly number[])[];

/** What is said of it, and of whom. */
function said(earlier: Given, now: Given): string {
  const refusal = unsafe(powers(...now), powers(...earlier));
  if (refusal === undefined) return 'safe';
  return refusal.code === 'GOVERNANCE_POWER_CONCENTRATED'
    ? `too much: ${String(refusal.details['organization'])}`
    : refusal.code;
}

/** CometBFT's condition for a block: more than two thirds sign. */
function goesOnWithout(organization: string, list: readonly GivenValidator[]): boolean {
  const sum = (some: readonly GivenValidator[]) =>
    some.reduce((total, { power }) => total + power, 0);
  return sum(list.filter((one) => one.organization !== organization)) * 3 > sum(list) * 2;
}

test('nobody gets a third exactly: the others would not be more than two thirds', () => {
  const even: Given = [10, 10, 10, 10];
  assert.equal(said(even, [20, 20, 10, 10]), 'too much: a');
  assert.equal(goesOnWithout('a', powers(20, 20, 10, 10)), false);
  assert.equal(said(even, [10, 10, 20, 20]), 'too much: c');
  assert.equal(said(even, [[10, 10], 10, 10, 10, 10]), 'too much: a', 'two validators of one');
  assert.equal(said(even, [19, 19, 10, 10]), 'safe');
  assert.equal(goesOnWithout('a', powers(19, 19, 10, 10)), true);
});

test('of four and more the chain goes on without any one, whatever the members decide', () => {
  const choices = [1, 2, 3];
  let allowed = 0;
  for (const a of choices) {
    for (const b of choices) {
      for (const c of choices) {
        for (const d of choices) {
          if (said([1, 1, 1, 1], [a, b, c, d]) !== 'safe') continue;
          allowed += 1;
          const list = powers(a, b, c, d);
          for (const { organization } of list) assert.ok(goesOnWithout(organization, list));
        }
      }
    }
  }
  assert.ok(allowed > 3);
});

test('who had a third may keep it, and less, and not more', () => {
  const before: Given = [20, 20, 10, 10];
  assert.equal(said(before, [20, 20, 10, 10]), 'safe');
  assert.equal(said(before, [20, 20, 10, 10, 10]), 'safe');
  assert.equal(said(before, [21, 20, 10, 10]), 'too much: a');
});

test('of three each may have a third, as nobody could have less; who goes to four can not go back', () => {
  assert.equal(said([1], [1, 1, 1]), 'safe');
  assert.equal(said([1], [1, 1]), 'too much: b', 'half is too much for a newcomer');
  assert.equal(said([1, 1], [1, 1, 1]), 'safe');
  assert.equal(said([1, 1, 1], [1, 1, 1]), 'safe');
  assert.equal(said([1, 1, 1], [2, 2, 1]), 'too much: a');
  assert.equal(said([1], [1, 1, 1, 1]), 'safe');
  assert.equal(said([1, 1, 1], [1, 1, 1, 1]), 'safe');
  assert.equal(
    said(
      [1, 1, 1, 1],
      [
        [1, 1],
        [1, 1],
        [1, 1],
      ],
    ),
    'too much: a',
  );
  assert.equal(said([1, 1, 1, 1], [1, 1, 1]), 'GOVERNANCE_TOO_FEW_VALIDATORS');
});

test('a network that has none yet begins as it likes', () => {
  assert.equal(said([], [1]), 'safe');
  assert.equal(said([], [5, 1]), 'safe');
});
