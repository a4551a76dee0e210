import assert from 'node:assert/strict';
import { test } from 'node:test';
import { compareBytes, encodeHex } from '@touchmark/codec';
import * as fc from 'fast-check';
import { PlainState } from '../testing/plain-state.ts';
import { firstExisting } from './first-existing.ts';

const key = fc.uint8Array({ minLength: 1, maxLength: 2, max: 30 });

test('finds the first key that exists, in empty and in crowded stretches', () => {
  fc.assert(
    fc.property(
      fc.array(key, { maxLength: 200, size: 'max' }),
      fc.uniqueArray(key, { minLength: 1, maxLength: 60, size: 'max', selector: encodeHex }),
      (existing, wanted) => {
        const state = new PlainState();
        state.apply(existing.map((at) => ({ key: at, value: at })));
        const keys = wanted.toSorted(compareBytes);
        const expected = keys.findIndex((at) => state.get(at) !== undefined);
        assert.equal(firstExisting(state, keys), expected);
      },
    ),
  );
});

test('asks an empty stretch once', () => {
  let gets = 0;
  let ranges = 0;
  const state = {
    get() {
      gets += 1;
      return undefined;
    },
    range() {
      ranges += 1;
      return [];
    },
  };
  const keys = Array.from({ length: 100 }, (_, index) => Uint8Array.of(index));
  assert.equal(firstExisting(state, keys), -1);
  assert.deepEqual({ gets, ranges }, { gets: 0, ranges: 1 });
});
