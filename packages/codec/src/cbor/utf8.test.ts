import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { isUtf8 } from './utf8.ts';

const decoder = new TextDecoder('utf-8', { fatal: true });

function decodes(bytes: Uint8Array): boolean {
  try {
    decoder.decode(bytes);
    return true;
  } catch {
    return false;
  }
}

/**
 * Bytes at the edges of the table of well-formed sequences, so that random strings meet every rule.
 */
const EDGES = [
  0x00, 0x7f, 0x80, 0x8f, 0x90, 0x9f, 0xa0, 0xbf, 0xc0, 0xc1, 0xc2, 0xdf, 0xe0, 0xe1, 0xec, 0xed,
  0xee, 0xef, 0xf0, 0xf1, 0xf3, 0xf4, 0xf5, 0xff,
];

test('agrees with TextDecoder on every sequence of two, and on edges of three and four', () => {
  for (let first = 0; first < 256; first += 1) {
    for (let second = 0; second < 256; second += 1) {
      const bytes = Uint8Array.of(first, second);
      assert.equal(isUtf8(bytes, 0, 2), decodes(bytes), `${first} ${second}`);
    }
  }
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...EDGES), { maxLength: 9 }), (edges) => {
      const bytes = Uint8Array.from(edges);
      assert.equal(isUtf8(bytes, 0, bytes.length), decodes(bytes));
    }),
    { numRuns: 50_000 },
  );
});

test('looks at the range alone', () => {
  assert.equal(isUtf8(Uint8Array.of(0xff, 0x61, 0xff), 1, 2), true);
  assert.equal(isUtf8(Uint8Array.of(0xc3, 0xa9), 0, 1), false);
});
