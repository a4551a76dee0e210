import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CborError, encode } from '@touchmark/codec';
import type { CborInput } from '@touchmark/codec';
import { map } from './map-schema.ts';
import { ParamsError, ParamsInput } from './params-input.ts';
import { bytes, choice, list, text, uint, uniqueList } from './schema.ts';
import type { Schema } from './schema.ts';
import { writeCbor } from './write-cbor.ts';

const word = text({
  form: 'a-z',
  minBytes: 2,
  maxBytes: 4,
  accepts: (given) => /^[a-z]+$/.test(given),
});
const shape = map({
  name: word,
  count: uint(1, 5),
  color: choice(['red', 'blue']),
  data: bytes(1, 2),
  tags: uniqueList(choice(['x', 'y']), 1, 2),
  parts: list(map({ size: uint(0, 1) }), 0, 2),
});

const GOOD = {
  name: 'abc',
  count: 5,
  color: 'red',
  data: Uint8Array.of(1),
  tags: ['y'],
  parts: [{ size: 1 }],
};

function read<Value>(schema: Schema<Value, never>, params: CborInput): Value {
  return schema.read(new ParamsInput(encode(params)));
}

function problemOf(params: CborInput): string {
  try {
    read(shape, params);
  } catch (error) {
    assert.ok(error instanceof ParamsError, String(error));
    return `${error.field} ${error.problem}`;
  }
  return 'none';
}

test('reads what fits, and writes it back as deterministic CBOR', () => {
  const value = read(shape, GOOD);
  assert.deepEqual(value, GOOD);
  assert.deepEqual(
    writeCbor((writer) => shape.write(writer, value)),
    encode(GOOD),
  );
});

const PROBLEMS: readonly [string, CborInput][] = [
  [' wrong-type', []],
  ['name wrong-type', { ...GOOD, name: 1 }],
  ['name too-short', { ...GOOD, name: 'a' }],
  ['name too-long', { ...GOOD, name: 'abcde' }],
  ['name bad-form', { ...GOOD, name: 'ABC' }],
  ['count wrong-type', { ...GOOD, count: -1 }],
  ['count too-small', { ...GOOD, count: 0 }],
  ['count too-large', { ...GOOD, count: 6 }],
  ['count too-large', { ...GOOD, count: 2n ** 64n - 1n }],
  ['color wrong-type', { ...GOOD, color: null }],
  ['color bad-form', { ...GOOD, color: 'green' }],
  ['data wrong-type', { ...GOOD, data: 'x' }],
  ['data too-short', { ...GOOD, data: new Uint8Array(0) }],
  ['data too-long', { ...GOOD, data: new Uint8Array(3) }],
  ['tags wrong-type', { ...GOOD, tags: {} }],
  ['tags too-few', { ...GOOD, tags: [] }],
  ['tags too-many', { ...GOOD, tags: ['x', 'y', 'x'] }],
  ['tags[1] repeated', { ...GOOD, tags: ['x', 'x'] }],
  ['parts[1].size too-large', { ...GOOD, parts: [{ size: 0 }, { size: 2 }] }],
  ['parts[0].size missing', { ...GOOD, parts: [{}] }],
  ['parts[0] unknown', { ...GOOD, parts: [{ size: 0, zzzzz: 0 }] }],
  ['parts[0] unknown', { ...GOOD, parts: [{ s: 0 }] }],
  [' unknown', { ...GOOD, zzzzzzz: 1 }],
];

for (const [problem, params] of PROBLEMS) {
  test(`says what is wrong: ${problem}`, () => {
    assert.equal(problemOf(params), problem);
  });
}

test('a key that is no text is the wrong type', () => {
  assert.equal(problemOf(new Map([[1, 1]])), ' wrong-type');
});

test('each field left out is named', () => {
  for (const name of Object.keys(GOOD)) {
    const rest = Object.fromEntries(Object.entries(GOOD).filter(([key]) => key !== name));
    assert.equal(problemOf(rest), `${name} missing`);
  }
});

test('an encoding inside an encoding keeps its own buffer', () => {
  const outer = writeCbor((writer) => {
    writer.array(2).text('before');
    writer.raw(writeCbor((inner) => inner.text('inside')));
  });
  assert.deepEqual(outer, encode(['before', 'inside']));
  assert.throws(() => writeCbor((writer) => writer.text('\ud800')), CborError);
  assert.deepEqual(
    writeCbor((writer) => writer.uint(1)),
    encode(1),
  );
});
