import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { RecordValue } from '@touchmark/verify';
import { changedValues } from './change-values.ts';
import { parseShortValue } from './parse-value.ts';

const digest = new Uint8Array(32).fill(7);
const BEFORE: RecordValue[] = [
  { index: 1, type: 'URL', data: { kind: 'text', text: 'old' }, ttlSeconds: 60, permissions: 14 },
  {
    index: 2,
    type: 'raw',
    data: { kind: 'bytes', bytes: Uint8Array.of(1) },
    ttlSeconds: 60,
    permissions: 14,
  },
  { index: 9, type: 'report', data: { kind: 'digest', digest }, ttlSeconds: 60, permissions: 12 },
];

test('a value of the same type is replaced, everything else stays, secrets by their hash', () => {
  const after = changedValues(BEFORE, [parseShortValue('URL=new')], []);
  assert.deepEqual(
    after.map(({ index, data }) => [index, data]),
    [
      [1, 'new'],
      [2, Uint8Array.of(1)],
      [9, digest],
    ],
  );
});

test('a new type is added behind the last; a removed index goes', () => {
  const after = changedValues(BEFORE, [parseShortValue('note=x')], [2]);
  assert.deepEqual(
    after.map(({ index, type }) => [index, type]),
    [
      [1, 'URL'],
      [9, 'report'],
      [10, 'note'],
    ],
  );
});

test('what is not clear is refused', () => {
  const [url] = BEFORE;
  assert.ok(url !== undefined);
  const twice = [url, { ...url, index: 3 }];
  assert.throws(() => changedValues(twice, [parseShortValue('URL=x')], []), /2 values of type URL/);
  assert.equal(changedValues(twice, [parseShortValue('3:URL=x')], [])[1]?.data, 'x');
  assert.throws(() => changedValues(BEFORE, [], [5]), /no value 5 to remove/);
});
