import assert from 'node:assert/strict';
import { test } from 'node:test';
import { verifySignature } from '@touchmark/crypto';
import { keyProofMessage } from './key-proof.ts';
import type { KeyProofCase } from './testing/key-proof-cases.ts';
import { hex, readVectors, unhex } from './testing/vector-files.ts';

for (const each of readVectors<KeyProofCase>('transaction/key-proof').cases) {
  test(`proof of a key: ${each.name}`, () => {
    const { algorithm } = each;
    const publicKey = unhex(each.publicKey);
    const message = keyProofMessage(each, { algorithm, publicKey });
    assert.equal(hex(message), each.message);
    assert.equal(verifySignature(algorithm, publicKey, message, unhex(each.proof)), each.holds);
  });
}

test('a proof is worth something to one organization of one network alone', () => {
  const { cases } = readVectors<KeyProofCase>('transaction/key-proof');
  assert.deepEqual(
    cases.map(({ holds }) => holds),
    [true, true, true, false, false, false],
  );
});
