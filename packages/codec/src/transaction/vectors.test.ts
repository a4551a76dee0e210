import assert from 'node:assert/strict';
import { test } from 'node:test';
import { verifySignature } from '@touchmark/crypto';
import type { TransactionInvalidCase } from '../testing/transaction-invalid-cases.ts';
import type { TransactionValidCase } from '../testing/transaction-valid-cases.ts';
import { bytesOf, hex, readVectors, unhex } from '../testing/vector-files.ts';
import { encodeTransactionContent } from './content.ts';
import { decodeTransaction } from './decode.ts';
import { assembleTransaction } from './sign.ts';

for (const each of readVectors<TransactionValidCase>('transaction/valid').cases) {
  test(`valid: ${each.name}`, () => {
    const bytes = unhex(each.transaction);
    const { id, content, contentBytes, signatures } = decodeTransaction(bytes);
    assert.equal(hex(id), each.id);
    assert.equal(hex(contentBytes), each.content);
    assert.equal(content.chainId, each.chainId);
    assert.equal(content.expiresAtMs, each.expiresAtMs);
    assert.equal(hex(content.nonce), each.nonce);
    const actions = content.actions.map(({ type, params }) => ({ type, params: hex(params) }));
    assert.deepEqual(actions, each.actions);
    assert.equal(signatures.length, each.signatures.length);
    for (const [index, expected] of each.signatures.entries()) {
      const { algorithm, keyId, message, signature } = signatures[index]!;
      assert.equal(hex(content.signers[index]!), expected.keyId);
      assert.deepEqual(
        [algorithm, hex(keyId), hex(message), hex(signature)],
        [expected.algorithm, expected.keyId, expected.message, expected.signature],
      );
      assert.ok(verifySignature(algorithm, unhex(expected.publicKey), message, signature));
    }
    assert.deepEqual(encodeTransactionContent(content), contentBytes);
    assert.deepEqual(assembleTransaction(contentBytes, signatures), bytes);
  });
}

for (const each of readVectors<TransactionInvalidCase>('transaction/invalid').cases) {
  test(`invalid, ${each.code}: ${each.name}`, () => {
    const refusal = { name: 'TransactionError', code: each.code };
    assert.throws(() => decodeTransaction(bytesOf(each.transaction)), refusal);
  });
}
