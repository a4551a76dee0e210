import assert from 'node:assert/strict';
import { test } from 'node:test';
import { formatOf, readItems } from './read-items.ts';

test('NDJSON: identifiers are made canonical, values numbered', () => {
  const text =
    '{"identifier": "88.118.8/中", "values": [{"type": "URL", "data": "https://a.example"}]}\n\n';
  const [item, ...others] = readItems(text, 'ndjson', 'f');
  assert.deepEqual(others, []);
  assert.deepEqual(item, {
    line: 1,
    identifier: '88.118.8/%E4%B8%AD',
    values: [
      { index: 1, type: 'URL', data: 'https://a.example', ttlSeconds: 86_400, permissions: 14 },
    ],
  });
});

test('CSV: a column is a type or an index and a type; empty cells give no value', () => {
  const items = readItems('identifier,5:URL,name\n1/a,u,\n1/b,,n\n', 'csv', 'f');
  assert.deepEqual(
    items.map(({ identifier, values }) => [
      identifier,
      values.map(({ index, type }) => `${index}:${type}`),
    ]),
    [
      ['1/a', ['5:URL']],
      ['1/b', ['1:name']],
    ],
  );
});

const REFUSED: readonly (readonly [text: string, format: 'csv' | 'ndjson', pattern: RegExp])[] = [
  ['{"identifier": 1}', 'ndjson', /f, line 1 is not a JSON object with an identifier/],
  ['nonsense', 'ndjson', /f, line 1 is not a JSON object/],
  ['{"identifier": "1/a"}', 'ndjson', /f, line 1: values must be a list/],
  ['{"identifier": "1/", "values": []}', 'ndjson', /^f, line 1: /],
  [
    '{"identifier": "1/a", "values": []}\n{"identifier": "1/a", "values": []}',
    'ndjson',
    /line 1 and in line 2/,
  ],
  ['id,URL\n', 'csv', /f, line 1 must name the columns/],
  ['identifier,U L\n', 'csv', /"U L" is not a type/],
  ['identifier,URL\n1/a\n', 'csv', /f, line 2 has 1 cells, the first line 2/],
  ['identifier,URL\n', 'csv', /f holds no identifiers/],
];

for (const [text, format, pattern] of REFUSED) {
  test(`refused: ${JSON.stringify(text)}`, () => {
    assert.throws(() => readItems(text, format, 'f'), { name: 'UsageError', message: pattern });
  });
}

test('the name of a file tells its format', () => {
  assert.equal(formatOf('x/ITEMS.CSV'), 'csv');
  assert.equal(formatOf('-'), 'ndjson');
});
