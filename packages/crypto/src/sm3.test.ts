import assert from 'node:assert/strict';
import { createHash, createHmac } from 'node:crypto';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { hmacSm3 } from './hmac-sm3.ts';
import { sm3 } from './sm3.ts';
import { hex, readVectors, unhex } from './testing/vector-files.ts';

test("the standard's own examples", () => {
  const { cases } = readVectors<{ message: string; digest: string }>('sm3-standard');
  assert.equal(cases.length, 2);
  for (const each of cases) assert.equal(hex(sm3(unhex(each.message))), each.digest);
});

test('the same digests as OpenSSL for every length around the block size', () => {
  for (let length = 0; length <= 260; length += 1) {
    const data = Uint8Array.from({ length }, (_, index) => (index * 31 + length) & 0xff);
    assert.equal(hex(sm3(data)), createHash('sm3').update(data).digest('hex'), `${length} bytes`);
  }
});

test('the same digests and tags as OpenSSL for any bytes', () => {
  const data = fc.uint8Array({ maxLength: 2000 });
  fc.assert(
    fc.property(data, data, (key, message) => {
      assert.equal(hex(sm3(message)), createHash('sm3').update(message).digest('hex'));
      assert.equal(
        hex(hmacSm3(key, message)),
        createHmac('sm3', key).update(message).digest('hex'),
      );
    }),
  );
});

test('HMAC-SM3 tags of Wycheproof', () => {
  const vectors = readVectors<{ key: string; message: string; tag: string }>('hmac-sm3-wycheproof');
  assert.ok(vectors.cases.length >= 30);
  for (const { key, message, tag } of vectors.cases) {
    assert.equal(hex(hmacSm3(unhex(key), unhex(message))), tag);
  }
});
