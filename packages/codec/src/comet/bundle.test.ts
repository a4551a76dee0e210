import assert from 'node:assert/strict';
import { test } from 'node:test';
import { merkleRoot } from '@touchmark/crypto';
import { bundledResultsHash, bundleResult, encodeBundle, splitBundle } from './bundle.ts';
import { CometError } from './comet-error.ts';
import { encodeResult, resultsHash } from './hashes.ts';

const bytes = (hex: string): Uint8Array => Uint8Array.from(Buffer.from(hex, 'hex'));
const result = (code: number) => ({ code, data: Uint8Array.of(code, 1) });

test('one transaction stands for itself, several are split again', () => {
  const signed = bytes('d284');
  assert.equal(encodeBundle([signed]), signed);
  assert.deepEqual(splitBundle(signed), [signed]);
  const several = [signed, bytes('d285aa'), new Uint8Array(400).fill(0xd2)];
  assert.deepEqual(splitBundle(encodeBundle(several)), several);
});

test('what is no canonical array of byte strings is refused', () => {
  const cases = [
    '80',
    '8141d2',
    '8241d2',
    '8241d241d200',
    '8201 41d2',
    '980241d241d2',
    '9f41d241d2ff',
  ];
  for (const hex of cases) {
    assert.throws(
      () => splitBundle(bytes(hex.replace(' ', ''))),
      (error) => error instanceof CometError && error.code === 'COMET_MALFORMED',
      hex,
    );
  }
  assert.throws(() => splitBundle(bytes(`9903e9${'41d2'.repeat(1_001)}`)), CometError);
  assert.throws(() => encodeBundle([]), RangeError);
});

test('results are hashed in the bundles of their transactions', () => {
  const results = [result(0), result(1), result(2)];
  assert.deepEqual(bundledResultsHash(results, [1, 1, 1]), resultsHash(results));
  const inner = merkleRoot(results.slice(1).map(encodeResult));
  assert.deepEqual(bundleResult(results.slice(1)), { code: 0, data: inner });
  assert.deepEqual(
    bundledResultsHash(results, [1, 2]),
    resultsHash([result(0), { code: 0, data: inner }]),
  );
  assert.throws(() => bundledResultsHash(results, [1, 1]), RangeError);
});
