import assert from 'node:assert/strict';
import { test } from 'node:test';
import { encodeVersioned } from '@touchmark/state/proof';
import * as fc from 'fast-check';
import { FirstVersions } from './first-versions.ts';

test('writes the bytes that encodeVersioned does', () => {
  const moment = fc.record({ height: fc.maxSafeNat(), timeMs: fc.maxSafeNat() });
  const length = fc.oneof(fc.nat(300), fc.constantFrom(23, 24, 255, 256, 65_535, 65_536, 70_000));
  fc.assert(
    fc.property(moment, length, (at, bodyLength) => {
      const body = new Uint8Array(bodyLength).fill(1);
      const versions = new FirstVersions(at);
      const buffer = new Uint8Array(bodyLength + versions.overhead + 3);
      const start = versions.writeHead(buffer, 3, bodyLength);
      buffer.set(body, start);
      const wanted = encodeVersioned({ version: 1, ...at, previous: null, body });
      assert.deepEqual(buffer.subarray(3, start + bodyLength), wanted);
    }),
  );
});
