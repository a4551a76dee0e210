import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { leafHash, valueHash } from '../proof/hashes.ts';
import { LeafHasher } from './leaf-hasher.ts';

const hasher = new LeafHasher();

test('agrees with hashing leaf by leaf, whatever the lengths', () => {
  const entry = fc.tuple(
    fc.uint8Array({ minLength: 1, maxLength: 200 }),
    fc.option(
      fc.oneof(
        fc.uint8Array({ maxLength: 300 }),
        fc.nat(3000).map((n) => new Uint8Array(n)),
      ),
    ),
  );
  fc.assert(
    fc.property(fc.array(entry, { maxLength: 30 }), (entries) => {
      const hashes = new Int32Array(entries.length * 8);
      const keys = entries.map(([key]) => key);
      const values = entries.map(([, value]) => value);
      hasher.hash(keys, values, 0, keys.length, hashes);
      for (const [index, [key, value]] of entries.entries()) {
        if (value === null) continue;
        const found = new Uint8Array(hashes.buffer, index * 32, 32);
        assert.deepEqual(Uint8Array.from(found), leafHash(key, valueHash(value)));
      }
    }),
    { numRuns: 200 },
  );
});
