import assert from 'node:assert/strict';
import { test } from 'node:test';
import { decodeTransaction, encode } from '@touchmark/codec';
import { sign, SIGNATURE_ALGORITHMS, verifySignature } from '@touchmark/crypto';
import { generateKey, type Key, keyOf } from '../key/key.ts';
import type { Signer } from '../key/signer.ts';
import { SdkError, type SdkErrorCode } from '../sdk-error.ts';
import { createTransaction, type TransactionParameters } from './create-transaction.ts';
import { decodePartialTransaction, encodePartialTransaction } from './partial-transaction.ts';
import {
  addSignature,
  completeTransaction,
  missingSigners,
  signTransaction,
} from './sign-transaction.ts';

const ACTION = { type: 'test.act', params: encode({ note: 'hello' }) };
const KEYS = SIGNATURE_ALGORITHMS.map((algorithm) => generateKey(algorithm));

function parameters(signers: readonly Key[]): TransactionParameters {
  return { chainId: 'test', actions: [ACTION], signers };
}

function refusal(code: SdkErrorCode): (error: unknown) => boolean {
  return (error) => error instanceof SdkError && error.code === code;
}

function requireSigned(bytes: Uint8Array, keys: readonly Key[]): void {
  const { signatures } = decodeTransaction(bytes);
  assert.equal(signatures.length, keys.length);
  for (const [index, { algorithm, publicKey }] of keys.entries()) {
    const part = signatures[index];
    assert.ok(part !== undefined);
    assert.ok(verifySignature(algorithm, publicKey, part.message, part.signature));
  }
}

test('one signer makes one signature that holds, and the id is known before', async () => {
  for (const key of KEYS) {
    const unsigned = createTransaction(parameters([key]));
    const bytes = await signTransaction(unsigned, [key]);
    requireSigned(bytes, [key]);
    assert.deepEqual(decodeTransaction(bytes).id, unsigned.id);
  }
});

test('several signers sign at different places, in any order', async () => {
  const unsigned = createTransaction(parameters(KEYS));
  let carried = encodePartialTransaction(unsigned);
  for (const key of KEYS.toReversed()) {
    assert.throws(
      () => completeTransaction(decodePartialTransaction(carried)),
      refusal('SDK_SIGNATURES_MISSING'),
    );
    carried = encodePartialTransaction(await addSignature(decodePartialTransaction(carried), key));
  }
  const partial = decodePartialTransaction(carried);
  assert.deepEqual(missingSigners(partial), []);
  requireSigned(completeTransaction(partial), KEYS);
});

test('signing twice with the same key changes nothing', async () => {
  const [key] = KEYS;
  assert.ok(key !== undefined);
  const once = await addSignature(createTransaction(parameters([key])), key);
  const twice = await addSignature(once, key);
  assert.deepEqual(completeTransaction(twice), completeTransaction(once));
});

test('a key that the transaction does not name cannot sign it', async () => {
  const stranger = generateKey();
  await assert.rejects(
    addSignature(createTransaction(parameters(KEYS)), stranger),
    refusal('SDK_SIGNER_UNKNOWN'),
  );
});

test('a signer may live elsewhere and answer later', async () => {
  const key = generateKey('p256');
  const remote: Signer = {
    algorithm: key.algorithm,
    keyId: key.keyId,
    sign: async (message) => sign('p256', key.secretKey, message),
  };
  requireSigned(await signTransaction(createTransaction(parameters([key])), [remote]), [key]);
});

test('the same nonce makes the same transaction, another one another', () => {
  const fixed = {
    ...parameters([keyOf('ed25519', new Uint8Array(32))]),
    expiresAtMs: 5,
    nonce: new Uint8Array(16),
  };
  assert.deepEqual(createTransaction(fixed).id, createTransaction(fixed).id);
  const { nonce: _, ...random } = fixed;
  assert.notDeepEqual(createTransaction(random).id, createTransaction(random).id);
});

test('bytes that are no partial transaction are refused', () => {
  const bytes = encodePartialTransaction(createTransaction(parameters(KEYS)));
  for (const broken of [
    new Uint8Array(0),
    bytes.subarray(1),
    bytes.subarray(0, -1),
    encode(['x', bytes, []]),
  ]) {
    assert.throws(() => decodePartialTransaction(broken), refusal('SDK_PARTIAL_MALFORMED'));
  }
});
