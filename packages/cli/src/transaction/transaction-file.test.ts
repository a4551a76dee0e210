import assert from 'node:assert/strict';
import { test } from 'node:test';
import { decodeTransaction, encodeTransactionContent, signatureMessage } from '@touchmark/codec';
import { generateSecretKey, keyId, publicKeyOf, sign } from '@touchmark/crypto';
import { encodeRetire } from '@touchmark/ledger';
import { completeTransaction, decodeTransactionFile, encodeTransactionFile } from './transaction-file.ts';

const secretKeys = [generateSecretKey('ed25519'), generateSecretKey('ed25519')];
const ids = secretKeys.map((secretKey) => keyId('ed25519', publicKeyOf('ed25519', secretKey)));
const contentBytes = encodeTransactionContent({
  chainId: 'c',
  expiresAtMs: 1_800_000_000_000,
  nonce: new Uint8Array(16),
  signers: ids,
  actions: [encodeRetire({ identifier: '1/a', expectedVersion: 1, reason: 'r' })],
});
const parts = secretKeys.map((secretKey, index) => {
  const id = ids[index] ?? new Uint8Array();
  const message = signatureMessage(contentBytes, 'ed25519', id, 2);
  return { algorithm: 'ed25519' as const, keyId: id, signature: sign('ed25519', secretKey, message) };
});

test('two signers, one after the other and in any order, make one transaction', () => {
  const fresh = decodeTransactionFile(Buffer.from(encodeTransactionFile(contentBytes, [])), 't');
  const half = completeTransaction(fresh, parts.slice(1));
  assert.deepEqual(half, { missing: [ids[0]] });
  const passedOn = decodeTransactionFile(
    Buffer.from(encodeTransactionFile(contentBytes, parts.slice(1))),
    't',
  );
  const whole = completeTransaction(passedOn, [...passedOn.signatures, ...parts.slice(0, 1)]);
  assert.ok('transaction' in whole);
  assert.deepEqual(decodeTransaction(whole.transaction).content.signers, ids);
});

test('any other file is refused with what to do', () => {
  const text = encodeTransactionFile(contentBytes, parts);
  const wrong = ['', 'null', '{}', text.replace('sign/1', 'sign/2'), text.replace('"ed25519"', '"rsa"')];
  for (const given of wrong) {
    assert.throws(() => decodeTransactionFile(Buffer.from(given), 't'), {
      name: 'UsageError',
      message: /t is not a transaction to be signed\. Make one with/,
    });
  }
  const damaged = text.replace('"content": "hn', '"content": "gn');
  assert.throws(() => decodeTransactionFile(Buffer.from(damaged), 't'));
});
