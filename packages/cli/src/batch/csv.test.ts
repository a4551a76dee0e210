import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { csvRows } from './csv.ts';

const rows = (text: string): readonly (readonly string[])[] =>
  [...csvRows(text, 'f.csv')].map(({ cells }) => cells);

const quoted = (text: string): string => `"${text.replaceAll('"', '""')}"`;

test('cells, quotes, doubled quotes, both line ends, a byte order mark', () => {
  assert.deepEqual(rows('\ufeffa,b\r\n"1,2","say ""hi"""\n'), [
    ['a', 'b'],
    ['1,2', 'say "hi"'],
  ]);
  assert.deepEqual(rows('a,\n,b'), [
    ['a', ''],
    ['', 'b'],
  ]);
  assert.deepEqual(rows(''), []);
});

test('a row knows its line, also after a line break inside quotes', () => {
  const lines = [...csvRows('a\n"x\ny"\nz\n', 'f.csv')].map(({ line }) => line);
  assert.deepEqual(lines, [1, 2, 4]);
});

test('a quote that is never closed is refused with its line', () => {
  assert.throws(() => rows('a\n"b\n'), /f\.csv: the quote that is opened in line 2/);
});

test('whatever cells are written with quotes come back', () => {
  const cell = fc.string({ unit: fc.constantFrom('a', '"', ',', '\n', '\r', '中') });
  fc.assert(
    fc.property(
      fc.array(fc.array(cell, { minLength: 2, maxLength: 4 }), { minLength: 1 }),
      (table) => {
        const text = table.map((row) => `${row.map(quoted).join(',')}\n`).join('');
        assert.deepEqual(rows(text), table);
      },
    ),
  );
});
