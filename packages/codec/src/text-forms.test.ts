import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { decodeBase64, encodeBase64 } from './base64.ts';
import { decodeHex, encodeHex } from './hex.ts';

test('base64 and hexadecimal as Buffer has them', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 80 }), (bytes) => {
      assert.equal(encodeBase64(bytes), Buffer.from(bytes).toString('base64'));
      assert.equal(encodeHex(bytes), Buffer.from(bytes).toString('hex'));
      assert.deepEqual(decodeBase64(encodeBase64(bytes)), bytes);
      assert.deepEqual(decodeHex(encodeHex(bytes).toUpperCase()), bytes);
    }),
  );
});

test('base64 has one text for the same bytes', () => {
  for (const text of [
    '=',
    'A',
    'AA',
    'AAA',
    'AA=',
    'AB==',
    'AAB=',
    'AA==AA==',
    'A\nAA',
    'AA-_',
    ' AAAA',
    'AAAA=',
  ]) {
    assert.equal(decodeBase64(text), undefined, text);
  }
  assert.deepEqual(decodeBase64(''), new Uint8Array(0));
});

test('hexadecimal is whole bytes', () => {
  for (const text of ['0', '000', '0g', '0x00', ' 00', '00\n']) {
    assert.equal(decodeHex(text), undefined, text);
  }
});
