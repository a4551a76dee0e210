import assert from 'node:assert/strict';
import { test } from 'node:test';
import { compareBytes, encodeHex } from '@touchmark/codec';
import * as fc from 'fast-check';
import { OrderedMap } from './ordered-map.ts';

const key = fc.uint8Array({ maxLength: 3 });

test('behaves as a sorted map, for any order of keys', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(key, fc.nat())), fc.array(key), (entries, probes) => {
      const map = new OrderedMap<number>();
      const model = new Map<string, number>();
      for (const [at, value] of entries) {
        assert.equal(map.set(at, value), !model.has(encodeHex(at)));
        model.set(encodeHex(at), value);
      }
      for (const probe of [...probes, ...entries.map(([at]) => at)]) {
        assert.equal(map.get(probe), model.get(encodeHex(probe)));
      }
      assert.equal(map.size, model.size);
      assert.deepEqual(
        contents(map, new Uint8Array(0), null),
        [...model].sort(([left], [right]) => (left < right ? -1 : 1)),
      );
    }),
  );
});

test('splits its chunks without losing an entry, rising, falling and shuffled', () => {
  const numbers = Array.from({ length: 2000 }, (_, index) => index);
  const shuffled = numbers.map((number) => (number * 1237) % 2000);
  for (const order of [numbers, numbers.toReversed(), shuffled]) {
    const map = new OrderedMap<number>();
    for (const number of order) map.set(Uint8Array.of(number >> 8, number & 255), number);
    const visited: number[] = [];
    map.forEach((_, value) => visited.push(value));
    assert.deepEqual(visited, numbers);
    for (const number of order) {
      assert.equal(map.get(Uint8Array.of(number >> 8, number & 255)), number);
    }
  }
});

test('a range starts at its start and ends before its end', () => {
  fc.assert(
    fc.property(fc.array(key), key, fc.option(key), (keys, start, end) => {
      const map = new OrderedMap<number>();
      for (const at of keys) map.set(at, 1);
      const wanted = [...new Map(keys.map((at) => [encodeHex(at), at])).values()]
        .filter((at) => compareBytes(at, start) >= 0 && (end === null || compareBytes(at, end) < 0))
        .sort(compareBytes)
        .map((at) => [encodeHex(at), 1]);
      assert.deepEqual(contents(map, start, end), wanted);
    }),
  );
});

function contents(map: OrderedMap<number>, start: Uint8Array, end: Uint8Array | null) {
  return [...map.range(start, end)].map((entry) => [encodeHex(entry.key), entry.value]);
}
