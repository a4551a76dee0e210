import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CometError } from './comet-error.ts';
import { protoFields } from './proto-reader.ts';
import { ProtoWriter } from './proto-writer.ts';

const bytes = (hex: string): Uint8Array => Uint8Array.from(Buffer.from(hex, 'hex'));

test('what the writer writes is read again, whatever its size', () => {
  const message = new ProtoWriter()
    .varint(1, 300)
    .varint(2, -7n)
    .text(3, '标识')
    .element(1000, new Uint8Array(0))
    .finish();
  const fields = [...protoFields(message)];
  assert.deepEqual(
    fields.map(({ field }) => field),
    [1, 2, 3, 1000],
  );
  assert.equal(fields[0]?.number(), 300);
  assert.equal(fields[1]?.int(), -7n);
  assert.equal(fields[2]?.text(), '标识');
  assert.equal(fields[3]?.bytes().length, 0);
});

test('what is no message is refused', () => {
  const cases = [
    '08', // a field without its value
    '0880', // a varint that ends early
    '08ffffffffffffffffffff01', // a varint of eleven bytes
    '08ffffffffffffffffff7f', // more than 64 bits
    '0a05ab', // a length beyond the end
    '0affffffffffffffffff01', // a length far beyond the end
    '0001', // field number 0
    '0b', // a group
    '0f', // wire type 7
    '0901020304', // a fixed64 that ends early
  ];
  for (const hex of cases) {
    assert.throws(
      () => [...protoFields(bytes(hex))],
      (error) => error instanceof CometError && error.code === 'COMET_MALFORMED',
      hex,
    );
  }
});

test('a field of another type than asked for is refused, a wide number too', () => {
  const [number] = protoFields(bytes('08ffffffffffffffffff01'));
  const [text] = protoFields(bytes('0a02c328'));
  assert.equal(number?.int(), -1n);
  assert.equal(number?.number(), -1);
  assert.throws(() => number?.bytes(), CometError);
  assert.throws(() => text?.uint(), CometError);
  assert.throws(() => text?.text(), CometError);
  const [wide] = protoFields(bytes('08ffffffffffffffff7f'));
  assert.throws(() => wide?.number(), CometError);
});
