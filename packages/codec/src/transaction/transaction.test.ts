import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sign, verifySignature } from '@touchmark/crypto';
import { encode } from '../cbor/value.ts';
import { testKey } from '../testing/transaction-keys.ts';
import { contentFor, REGISTER } from '../testing/transaction-valid-cases.ts';
import { encodeTransactionContent, type TransactionContent } from './content.ts';
import { decodeTransaction } from './decode.ts';
import { TRANSACTION_LIMITS } from './limits.ts';
import { assembleTransaction, signatureMessage, signTransaction } from './sign.ts';
import { TransactionError } from './transaction-error.ts';

const ed25519 = testKey('ed25519', 'a');
const p256 = testKey('p256', 'b');

for (const keys of [[ed25519], [ed25519, p256]]) {
  test(`any changed bit of a transaction with ${keys.length} signers is noticed`, () => {
    const bytes = signTransaction(encodeTransactionContent(contentFor(keys)), keys);
    for (let bit = 0; bit < bytes.length * 8; bit += keys.length === 1 ? 1 : 5) {
      const changed = bytes.slice();
      changed[bit >> 3]! ^= 1 << (bit & 7);
      assert.equal(holds(changed), false, `bit ${bit}`);
    }
    assert.equal(holds(bytes), true);
  });

  function holds(bytes: Uint8Array): boolean {
    try {
      const { signatures } = decodeTransaction(bytes);
      return signatures.every(({ keyId, algorithm, message, signature }) => {
        const key = keys.find((each) => Buffer.compare(each.keyId, keyId) === 0);
        if (key === undefined || key.algorithm !== algorithm) return false;
        return verifySignature(algorithm, key.publicKey, message, signature);
      });
    } catch (error) {
      assert.ok(error instanceof TransactionError, String(error));
      return false;
    }
  }
}

test('signers may sign in different places and put the parts together', () => {
  const keys = [p256, ed25519];
  const contentBytes = encodeTransactionContent(contentFor(keys));
  const parts = keys.map(({ algorithm, secretKey, keyId }) => {
    const message = signatureMessage(contentBytes, algorithm, keyId, keys.length);
    return { algorithm, keyId, signature: sign(algorithm, secretKey, message) };
  });
  assert.deepEqual(assembleTransaction(contentBytes, parts), signTransaction(contentBytes, keys));
});

test('a signature alone does not pass for one of several', () => {
  const contentBytes = encodeTransactionContent(contentFor([ed25519]));
  const messages = [1, 2].map((signerCount) =>
    signatureMessage(contentBytes, 'ed25519', ed25519.keyId, signerCount),
  );
  assert.notDeepEqual(messages[0], messages[1]);
});

test('keys must be those that the content names, in its order', () => {
  const contentBytes = encodeTransactionContent(contentFor([ed25519, p256]));
  for (const keys of [[ed25519], [p256, ed25519], [ed25519, p256, ed25519], []]) {
    assert.throws(() => signTransaction(contentBytes, keys), {
      code: 'TRANSACTION_SIGNER_MISMATCH',
    });
  }
});

test('content that could not be read back is not encoded', () => {
  const cases: [change: Partial<TransactionContent>, code: string][] = [
    [{ chainId: 'no spaces' }, 'TRANSACTION_CHAIN_ID'],
    [{ expiresAtMs: 1.5 }, 'TRANSACTION_EXPIRY'],
    [{ expiresAtMs: -1 }, 'TRANSACTION_EXPIRY'],
    [{ expiresAtMs: 2 ** 53 }, 'TRANSACTION_EXPIRY'],
    [{ nonce: new Uint8Array(15) }, 'TRANSACTION_NONCE'],
    [{ signers: [] }, 'TRANSACTION_SIGNER_COUNT'],
    [{ signers: [ed25519.keyId, ed25519.keyId] }, 'TRANSACTION_SIGNER_DUPLICATE'],
    [{ signers: [new Uint8Array(21)] }, 'TRANSACTION_SIGNER_MISMATCH'],
    [{ actions: [] }, 'TRANSACTION_ACTION_COUNT'],
    [{ actions: [{ ...REGISTER, type: 'register' }] }, 'TRANSACTION_ACTION_TYPE'],
    [{ actions: [{ ...REGISTER, params: encode([]) }] }, 'TRANSACTION_ACTION_PARAMS'],
    [{ actions: [{ ...REGISTER, params: Uint8Array.of(0xa0, 0xa0) }] }, 'TRANSACTION_ENCODING'],
    [{ actions: [{ ...REGISTER, params: new Uint8Array(0) }] }, 'TRANSACTION_ENCODING'],
  ];
  for (const [change, code] of cases) {
    const content = contentFor([ed25519], change);
    assert.throws(() => encodeTransactionContent(content), { name: 'TransactionError', code });
  }
});

function signedWithBlob(blobLength: number): Uint8Array {
  const params = encode({ blob: new Uint8Array(blobLength) });
  const content = contentFor([ed25519], { actions: [{ type: 'test.blob', params }] });
  return signTransaction(encodeTransactionContent(content), [ed25519]);
}

test('a transaction of exactly the largest size is made and read, a larger one is not', () => {
  const largestBlob = TRANSACTION_LIMITS.bytes - (signedWithBlob(1_000_000).length - 1_000_000);
  const largest = signedWithBlob(largestBlob);
  assert.equal(largest.length, TRANSACTION_LIMITS.bytes);
  decodeTransaction(largest);
  for (const excess of [1, 1000, 1_000_000]) {
    const make = (): unknown => signedWithBlob(largestBlob + excess);
    assert.throws(make, { code: 'TRANSACTION_TOO_LARGE' });
  }
});

test('the cause of an encoding fault is kept', () => {
  assert.throws(
    () => decodeTransaction(Uint8Array.of(0xd2, 0x9f)),
    (error) => error instanceof TransactionError && error.cause instanceof Error,
  );
});
