import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { sha256 as sha256InBrowsers } from './sha256.browser.ts';
import { sha256 } from './sha256.node.ts';
import { hex, readVectors, unhex } from './testing/vector-files.ts';

test("the standard's own examples", () => {
  const { cases } = readVectors<{ message: string; digest: string }>('sha256-standard');
  for (const each of cases) {
    assert.equal(hex(sha256(unhex(each.message))), each.digest);
    assert.equal(hex(sha256InBrowsers(unhex(each.message))), each.digest);
  }
});

test('Node and browsers digest any bytes alike, also a part of a larger buffer', () => {
  const data = fc.uint8Array({ maxLength: 1000 });
  fc.assert(
    fc.property(data, fc.nat(300), (whole, start) => {
      const part = whole.subarray(start);
      assert.deepEqual(sha256(part), sha256InBrowsers(part));
    }),
  );
});

test('a digest is 32 bytes of memory of its own', () => {
  const digest = sha256(Uint8Array.of(1));
  assert.equal(digest.constructor, Uint8Array);
  assert.equal(digest.buffer.byteLength, 32);
});
