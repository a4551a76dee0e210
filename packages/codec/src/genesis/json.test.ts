import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { utf8 } from '../testing/vector-files.ts';
import { parseStrictJson, type JsonValue } from './json.ts';

/** Our maps as the objects that JSON.parse gives. */
function plain(value: JsonValue): unknown {
  if (Array.isArray(value)) return value.map(plain);
  if (value instanceof Map) {
    return Object.fromEntries([...value].map(([key, item]) => [key, plain(item)]));
  }
  return value;
}

const scalar = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 12 }),
  fc.maxSafeInteger(),
  fc.boolean(),
  fc.constant(null),
);
const tree = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    scalar,
    fc.array(tie('value'), { maxLength: 4 }),
    fc.dictionary(
      fc.string({ unit: 'binary', maxLength: 6 }).filter((key) => key !== '__proto__'),
      tie('value'),
      { maxKeys: 4, noNullPrototype: true },
    ),
  ),
})).value;

test('reads what JSON.stringify writes, indented or not', () => {
  fc.assert(
    fc.property(tree, fc.constantFrom(0, 2, '\t'), (value, indent) => {
      const text = JSON.stringify(value, null, indent);
      assert.deepEqual(plain(parseStrictJson(utf8(text))), JSON.parse(text));
    }),
    { numRuns: 2000 },
  );
});

test('takes nothing that JSON.parse refuses', () => {
  const unit = fc.constantFrom(
    ...Array.from('{}[]",:0123-eE.+tfn \\u\n/é'),
    'true',
    'null',
    '""',
    '\\u00e9',
  );
  fc.assert(
    fc.property(fc.array(unit, { maxLength: 12 }), (units) => {
      const text = units.join('');
      let value: JsonValue;
      try {
        value = parseStrictJson(utf8(text));
      } catch (error) {
        assert.match(String(error), /GenesisError/);
        return;
      }
      assert.deepEqual(plain(value), JSON.parse(text));
    }),
    { numRuns: 50_000 },
  );
});

test('a string of megabytes needs no stack', () => {
  const text = 'x\\n'.repeat(1_000_000);
  assert.equal(parseStrictJson(utf8(`"${text}"`)), 'x\n'.repeat(1_000_000));
});
