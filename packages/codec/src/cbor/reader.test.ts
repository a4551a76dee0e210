import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { unhex } from '../testing/vector-files.ts';
import { CborReader } from './reader.ts';
import { encode } from './value.ts';
import { CborWriter } from './writer.ts';

const reading = (hex: string): CborReader => new CborReader(unhex(hex));

test('reads item by item what a writer wrote', () => {
  const bytes = new CborWriter(1)
    .array(7)
    .uint(5)
    .int(-5)
    .uint(2n ** 63n)
    .int(-(2n ** 63n))
    .map(1)
    .text('key')
    .bytes(Uint8Array.of(1, 2))
    .bool(false)
    .null()
    .finish();
  const reader = new CborReader(bytes);
  assert.equal(reader.array(), 7);
  assert.equal(reader.uint(), 5);
  assert.equal(reader.int(), -5);
  assert.equal(reader.uint64(), 2n ** 63n);
  assert.equal(reader.int64(), -(2n ** 63n));
  assert.equal(reader.map(), 1);
  assert.equal(reader.text(), 'key');
  assert.deepEqual(reader.bytes(), Uint8Array.of(1, 2));
  assert.equal(reader.bool(), false);
  assert.equal(reader.null(), null);
  reader.end();
});

test('another kind than asked for is refused and left unread', () => {
  const asks: ((reader: CborReader) => unknown)[] = [
    (reader) => reader.array(),
    (reader) => reader.map(),
    (reader) => reader.uint(),
    (reader) => reader.uint64(),
    (reader) => reader.int(),
    (reader) => reader.int64(),
    (reader) => reader.text(),
    (reader) => reader.bytes(),
    (reader) => reader.bool(),
    (reader) => reader.null(),
    (reader) => reader.skipText(),
    (reader) => reader.skipBytes(),
  ];
  const kinds = ['00', '20', '40', '60', '80', 'a0', 'f5', 'f6'];
  const accepted = asks.map((ask) =>
    kinds
      .filter((kind) => {
        const reader = reading(kind);
        try {
          ask(reader);
          return true;
        } catch (error) {
          assert.match(String(error), /CborError: expected .*, found/);
          assert.equal(reader.offset, 0);
          return false;
        }
      })
      .join(),
  );
  assert.deepEqual(accepted, [
    '80',
    'a0',
    '00',
    '00',
    '00,20',
    '00,20',
    '60',
    '40',
    'f5',
    'f6',
    '60',
    '40',
  ]);
});

test('integers beyond what the caller can hold are refused, not rounded', () => {
  assert.equal(reading('1b001fffffffffffff').uint(), Number.MAX_SAFE_INTEGER);
  assert.equal(reading('3b001ffffffffffffe').int(), Number.MIN_SAFE_INTEGER);
  assert.throws(() => reading('1b0020000000000000').uint(), { code: 'CBOR_RANGE' });
  assert.throws(() => reading('1b0020000000000001').int(), { code: 'CBOR_RANGE' });
  assert.throws(() => reading('3b001fffffffffffff').int(), { code: 'CBOR_RANGE' });
  assert.equal(reading('1b0020000000000001').uint64(), 2n ** 53n + 1n);
  assert.equal(reading('3bffffffffffffffff').int64(), -(2n ** 64n));
});

test('a tag is read where it is asked for and nowhere else', () => {
  const reader = reading('d280');
  assert.equal(reader.peek(), 'tag');
  assert.equal(reader.tag(), 18);
  assert.equal(reader.array(), 0);
  assert.throws(() => reading('d280').array(), { code: 'CBOR_TAG' });
  assert.throws(() => reading('d81200').tag(), { code: 'CBOR_NOT_MINIMAL' });
});

test('counts and lengths that must be met', () => {
  reading('820102').arrayOf(2);
  assert.throws(() => reading('820102').arrayOf(3), { code: 'CBOR_COUNT' });
  assert.deepEqual(reading('420102').bytesOf(2), Uint8Array.of(1, 2));
  assert.throws(() => reading('420102').bytesOf(3), { code: 'CBOR_COUNT' });
});

test('raw and the skips tell where an item lies, without copying', () => {
  const input = encode(['héllo', Uint8Array.of(7, 8), { a: [1, { b: 2 }] }]);
  const reader = new CborReader(input);
  reader.arrayOf(3);
  assert.equal(reader.skipText(), 6);
  assert.equal(new TextDecoder().decode(input.subarray(reader.offset - 6, reader.offset)), 'héllo');
  assert.equal(reader.skipBytes(), 2);
  assert.deepEqual(input.subarray(reader.offset - 2, reader.offset), Uint8Array.of(7, 8));
  const raw = reader.raw();
  assert.deepEqual(raw, encode({ a: [1, { b: 2 }] }));
  assert.equal(raw.buffer, input.buffer);
  reader.end();
});

test('raw leaves the items behind it unread and unchecked', () => {
  const reader = reading('8100ff');
  assert.deepEqual(reader.raw(), unhex('8100'));
  assert.throws(() => reader.end(), { code: 'CBOR_TRAILING' });
});

test('text of any length and content, as TextDecoder reads it', () => {
  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  const lengths = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 70 }),
    fc.string({ maxLength: 70 }),
  );
  fc.assert(
    fc.property(lengths, (text) => {
      const bytes = encode(text);
      assert.equal(new CborReader(bytes).text(), text);
      const reader = new CborReader(bytes);
      const length = reader.skipText();
      assert.equal(decoder.decode(bytes.subarray(bytes.length - length)), text);
    }),
  );
});

test('a Buffer gives plain Uint8Array views', () => {
  const reader = new CborReader(Buffer.from('420102', 'hex'));
  assert.equal(reader.bytes().constructor, Uint8Array);
});

test('items are counted over all reads', () => {
  const reader = new CborReader(unhex('8401020304'), { maxItems: 3 });
  reader.array();
  reader.uint();
  reader.uint();
  assert.throws(() => reader.uint(), { code: 'CBOR_TOO_MANY_ITEMS' });
});

test('an error says at which byte', () => {
  assert.throws(() => reading('8301021800').raw(), { offset: 3, message: /at byte 3/ });
});
