import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import { SIGNATURE_ALGORITHMS } from './algorithm.ts';
import { validatorAddress } from './consensus-signature.ts';
import { keyId } from './key-id.ts';
import { hex, unhex } from './testing/vector-files.ts';

const publicKey = unhex('d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a');

test('a key id is bound to the algorithm', () => {
  const ids = SIGNATURE_ALGORITHMS.map((algorithm) => hex(keyId(algorithm, publicKey)));
  const expected = [1, 2, 3].map((code) =>
    createHash('sha256').update(Uint8Array.of(code)).update(publicKey).digest('hex').slice(0, 40),
  );
  assert.deepEqual(ids, expected);
});

test("a validator's address is CometBFT's: 20 bytes of SHA-256 of the key alone", () => {
  const expected = createHash('sha256').update(publicKey).digest('hex').slice(0, 40);
  assert.equal(hex(validatorAddress(publicKey)), expected);
});
