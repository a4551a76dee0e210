import assert from 'node:assert/strict';
import { test } from 'node:test';
import { decodeTrustedHeader, encodeTrustedHeader } from './trusted-header-file.ts';

const HEADER = {
  chainId: 'c',
  height: 7,
  timeMs: 1_790_000_000_123,
  hash: new Uint8Array(32).fill(1),
  nextValidatorsHash: new Uint8Array(32).fill(2),
};

test('a trusted header comes back from its file', () => {
  assert.deepEqual(decodeTrustedHeader(encodeTrustedHeader(HEADER), 'h.json'), HEADER);
});

test('whatever is no trusted header is refused with what to do', () => {
  const text = encodeTrustedHeader(HEADER);
  const wrong = [
    '',
    '[]',
    '{}',
    text.replace('header/1', 'header/2'),
    text.replace('"height": 7', '"height": -7'),
  ];
  wrong.push(text.replace('0101', '01'), text.replace(/"time": "[^"]*"/, '"time": "soon"'));
  for (const given of wrong) {
    const expected = {
      name: 'UsageError',
      message: /h\.json is not a trusted header\. Make one with/,
    };
    assert.throws(() => decodeTrustedHeader(given, 'h.json'), expected, given);
  }
});
