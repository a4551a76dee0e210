import assert from 'node:assert/strict';
import { test } from 'node:test';
import { unhex } from '../testing/vector-files.ts';
import { CborReader } from './reader.ts';
import {
  readArrayOf,
  readBool,
  readBytes,
  readMap,
  readRaw,
  readRecord,
  readText,
  readUint,
} from './record.ts';
import { encode, type CborInput } from './value.ts';

const of = (value: CborInput): CborReader => new CborReader(encode(value));

test('reads the fields it was told of', () => {
  const input = {
    name: 'x',
    count: 3,
    digest: Uint8Array.of(1),
    open: true,
    rest: [1, 2],
    note: 'n',
  };
  const required = {
    name: readText,
    count: readUint,
    digest: readBytes,
    open: readBool,
    rest: readRaw,
  };
  const record = readRecord(of(input), required, { note: readText, absent: readText });
  const name: string = record.name;
  const note: string | undefined = record.note;
  assert.deepEqual({ ...record, name, note }, { ...input, rest: encode([1, 2]) });
});

test('missing, unknown and repeated fields are refused by name', () => {
  const required = { a: readUint, b: readUint };
  assert.throws(() => readRecord(of({ a: 1 }), required), {
    code: 'CBOR_FIELD_MISSING',
    message: /missing field b/,
  });
  assert.throws(() => readRecord(of({ a: 1, b: 2, c: 3 }), required), {
    code: 'CBOR_FIELD_UNKNOWN',
    message: /unknown field "c"/,
  });
  const twice = new CborReader(unhex('a2616101616102'));
  assert.throws(() => readRecord(twice, { a: readUint }), { code: 'CBOR_KEY_DUPLICATE' });
  const reversed = new CborReader(unhex('a2616201616102'));
  assert.throws(() => readRecord(reversed, required), { code: 'CBOR_KEY_ORDER' });
});

test('names of Object.prototype are no fields', () => {
  for (const name of ['__proto__', 'constructor', 'toString']) {
    const input = new Map<string, CborInput>([[name, 1]]);
    assert.throws(() => readRecord(of(input), {}), { code: 'CBOR_FIELD_UNKNOWN' }, name);
    assert.throws(() => readRecord(of({}), { [name]: readUint }), { code: 'CBOR_FIELD_MISSING' });
  }
});

test('nested maps each keep their own order', () => {
  const seen: string[] = [];
  const reader = of({ a: { z: 1 }, b: { y: 2 } });
  readMap(reader, (key) => {
    seen.push(key);
    readMap(reader, (inner) => seen.push(`${inner}${reader.uint()}`));
  });
  reader.end();
  assert.deepEqual(seen, ['a', 'z1', 'b', 'y2']);
});

test('arrays are bounded', () => {
  const pairs = readArrayOf((reader) => reader.uint(), 3);
  assert.deepEqual(pairs(of([1, 2, 3])), [1, 2, 3]);
  assert.throws(() => pairs(of([1, 2, 3, 4])), { code: 'CBOR_COUNT' });
});
