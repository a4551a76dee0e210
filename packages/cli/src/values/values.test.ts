import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseJsonValues } from './parse-json-values.ts';
import { parseShortValue } from './parse-value.ts';
import { numberValues, parsePermissions } from './value.ts';

test('the short form: type, index, and everything after the first = is data', () => {
  const { type, data, index } = parseShortValue('7:URL=https://a.example/?q=1');
  assert.deepEqual([index, type, data], [7, 'URL', 'https://a.example/?q=1']);
  assert.equal(parseShortValue('name=').data, '');
  for (const text of ['URL', '=x', '0:URL=x', '4294967296:URL=x', 'U L=x', '-1:URL=x']) {
    assert.throws(() => parseShortValue(text), RangeError, text);
  }
});

test('values without an index get the lowest that is free; two with one index are refused', () => {
  const value = parseShortValue('a=1');
  const numbered = numberValues([value, { ...value, index: 1 }, value, { ...value, index: 3 }]);
  assert.deepEqual(
    numbered.map(({ index }) => index),
    [1, 2, 3, 4],
  );
  const twice = [
    { ...value, index: 1 },
    { ...value, index: 1 },
  ];
  assert.throws(() => numberValues(twice), { code: 'USAGE_INVALID', message: /index 1/ });
});

test('what resolve prints as JSON can be given again', () => {
  const given = [
    {
      index: 2,
      type: 'raw',
      data: { format: 'base64', value: 'AAE=' },
      ttl: 5,
      permissions: '1010',
    },
    { index: 1, type: 'URL', data: { format: 'text', value: 'u' } },
  ];
  assert.deepEqual(
    parseJsonValues(given, 'f'),
    [
      { index: 1, type: 'URL', data: 'u', ttlSeconds: 86_400, permissions: 14 },
      { index: 2, type: 'raw', data: Buffer.of(0, 1), ttlSeconds: 5, permissions: 10 },
    ].map((value) =>
      value.data instanceof Buffer ? { ...value, data: Uint8Array.of(0, 1) } : value,
    ),
  );
  assert.deepEqual(parseJsonValues({ values: given }, 'f').length, 2);
});

const REFUSED: readonly (readonly [given: unknown, pattern: RegExp])[] = [
  ['x', /values must be a list/],
  [[1], /values\[0\] must be an object/],
  [[{ type: 'a b', data: '' }], /values\[0\]\.type/],
  [[{ type: 'a', data: 1 }], /values\[0\]\.data/],
  [[{ type: 'a', data: { format: 'digest', value: 'x' } }], /values\[0\]\.data/],
  [[{ type: 'a', data: '', index: 0 }], /index must be a whole number/],
  [[{ type: 'a', data: '', ttl: -1 }], /ttl must be a whole number/],
  [[{ type: 'a', data: '', permissions: '999' }], /permissions must be four digits/],
  [[{ type: 'a', data: '', timestamp: 1 }], /a field "timestamp"/],
];

for (const [given, pattern] of REFUSED) {
  test(`refused: ${JSON.stringify(given)}`, () => {
    assert.throws(() => parseJsonValues(given, 'f'), { name: 'UsageError', message: pattern });
  });
}

test('permissions are four binary digits, admin read first', () => {
  assert.equal(parsePermissions('1110'), 14);
  assert.equal(parsePermissions('0001'), 1);
  assert.throws(() => parsePermissions('111'), RangeError);
});
