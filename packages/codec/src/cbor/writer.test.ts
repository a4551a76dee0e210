import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { CborReader } from './reader.ts';
import { encode } from './value.ts';
import { CborWriter } from './writer.ts';

test('grows from any size', () => {
  fc.assert(
    fc.property(fc.nat(40), fc.array(fc.string({ unit: 'binary' })), (size, texts) => {
      const writer = new CborWriter(size).array(texts.length);
      for (const text of texts) writer.text(text);
      assert.deepEqual(writer.finish(), encode(texts));
      assert.equal(writer.length, encode(texts).length);
    }),
  );
});

test('finish copies, clear starts again', () => {
  const writer = new CborWriter().text('first');
  const first = writer.finish();
  const second = writer.clear().text('other').finish();
  assert.equal(new CborReader(first).text(), 'first');
  assert.equal(new CborReader(second).text(), 'other');
});

test('a text that turns out not to be ASCII half way is written once', () => {
  assert.deepEqual(
    new CborWriter().text('abcé').finish(),
    Uint8Array.of(0x65, 97, 98, 99, 0xc3, 0xa9),
  );
});

test('counts and tags are checked as integers are', () => {
  const cases: (() => unknown)[] = [
    () => new CborWriter().array(-1),
    () => new CborWriter().map(1.5),
    () => new CborWriter().tag(Number.NaN),
    () => new CborWriter().uint(-1),
    () => new CborWriter().uint(-1n),
    () => new CborWriter().uint(2n ** 64n),
  ];
  for (const write of cases) assert.throws(write, { code: 'CBOR_RANGE' });
});

test('raw items go in as they are', () => {
  const item = encode({ a: 1 });
  assert.deepEqual(
    new CborWriter(0).array(2).raw(item).raw(item).finish(),
    encode([{ a: 1 }, { a: 1 }]),
  );
});
