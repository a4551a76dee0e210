import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import {
  decodeLocation,
  encodeLocation,
  heightKey,
  itemKey,
  readHeight,
  readItemKey,
} from './keys.ts';

const height = fc.maxSafeNat();
const counter = fc.nat(0xffff_ffff);

test('keys come back from their bytes', () => {
  fc.assert(
    fc.property(height, counter, counter, fc.nat(0xffff), (h, index, n, part) => {
      assert.equal(readHeight(heightKey(h)), h);
      assert.deepEqual(readItemKey(itemKey(h, index, n, part)), { height: h, index, n, part });
      assert.deepEqual(decodeLocation(encodeLocation(h, index)), { height: h, index });
    }),
  );
});

test('byte order of keys is the order of positions', () => {
  const position = fc.tuple(height, counter, counter, fc.nat(0xffff));
  fc.assert(
    fc.property(position, position, (left, right) => {
      const different = left.findIndex((value, place) => value !== right[place]);
      const expected =
        different < 0 ? 0 : Math.sign((left[different] ?? 0) - (right[different] ?? 0));
      assert.equal(Buffer.compare(itemKey(...left), itemKey(...right)), expected);
    }),
  );
});
