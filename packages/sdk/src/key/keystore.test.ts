import assert from 'node:assert/strict';
import { test } from 'node:test';
import { publicKeyOf, SIGNATURE_ALGORITHMS } from '@touchmark/crypto';
import { SdkError, type SdkErrorCode } from '../sdk-error.ts';
import { generateKey, type Key, keyOf } from './key.ts';
import { decryptKey, encryptKey, readKeystore } from './keystore.ts';

const CHEAP = { cost: 2 ** 10 };
const KEY: Key = keyOf('ed25519', new Uint8Array(32).fill(9));

function refusal(code: SdkErrorCode): (error: unknown) => boolean {
  return (error) => error instanceof SdkError && error.code === code;
}

for (const algorithm of SIGNATURE_ALGORITHMS) {
  test(`a key comes out of its keystore as it went in (${algorithm})`, async () => {
    const key = generateKey(algorithm);
    const text = await encryptKey(key, 'correct horse', { ...CHEAP, name: 'plant 2' });
    assert.deepEqual(await decryptKey(text, 'correct horse'), key);
    const { name, publicKey, keyId } = readKeystore(text);
    assert.equal(name, 'plant 2');
    assert.deepEqual(publicKey, publicKeyOf(algorithm, key.secretKey));
    assert.deepEqual(keyId, key.keyId);
  });
}

test('a keystore says until when its key is meant to be used, if it says anything', async () => {
  const notAfterMs = Date.UTC(2027, 0, 31);
  const text = await encryptKey(KEY, 'secret', { ...CHEAP, notAfterMs });
  assert.equal(readKeystore(text).notAfterMs, notAfterMs);
  assert.deepEqual(await decryptKey(text, 'secret'), KEY);
  assert.equal(readKeystore(await encryptKey(KEY, 'secret', CHEAP)).notAfterMs, undefined);
  const wrong = text.replace('2027-01-31', 'some day');
  assert.throws(() => readKeystore(wrong), refusal('SDK_KEYSTORE_MALFORMED'));
});

test('a keystore does not show the key, and no two are alike', async () => {
  const text = await encryptKey(KEY, 'secret', CHEAP);
  assert.ok(!text.includes(Buffer.from(KEY.secretKey).toString('base64').slice(0, 20)));
  assert.notEqual(text, await encryptKey(KEY, 'secret', CHEAP));
});

test('the default costs a guess 128 MiB', async () => {
  const text = await encryptKey(KEY, 'secret');
  const { kdf } = JSON.parse(text);
  assert.equal(128 * kdf.n * kdf.r, 128 * 1024 * 1024);
  assert.deepEqual(await decryptKey(text, 'secret'), KEY);
});

test('a wrong passphrase does not open it; the same one typed on another system does', async () => {
  const text = await encryptKey(KEY, 'Zürich 路', CHEAP);
  await assert.rejects(decryptKey(text, 'Zurich 路'), refusal('SDK_KEYSTORE_PASSPHRASE'));
  assert.deepEqual(await decryptKey(text, 'Zu\u0308rich 路'), KEY);
});

test('nothing of a keystore can be changed unnoticed', async () => {
  const text = await encryptKey(KEY, 'secret', CHEAP);
  const other = JSON.parse(
    await encryptKey(keyOf('ed25519', new Uint8Array(32).fill(8)), 'secret', CHEAP),
  );
  const changes: ((document: Record<string, Record<string, unknown>>) => unknown)[] = [
    (document) => Object.assign(document, { publicKey: other.publicKey, keyId: other.keyId }),
    (document) => (document['kdf'] = { ...document['kdf'], n: 2 ** 11 }),
    (document) => (document['kdf'] = { ...document['kdf'], salt: other.kdf.salt }),
    (document) => Object.assign(document, { cipher: other.cipher }),
    (document) => Object.assign(document, { ciphertext: other.ciphertext }),
  ];
  for (const change of changes) {
    const document = JSON.parse(text);
    change(document);
    await assert.rejects(
      decryptKey(JSON.stringify(document), 'secret'),
      refusal('SDK_KEYSTORE_PASSPHRASE'),
      String(change),
    );
  }
});

test('what is no keystore is refused before any work is done', async () => {
  const document = JSON.parse(await encryptKey(KEY, 'secret', CHEAP));
  const broken = [
    '',
    '[]',
    '{}',
    JSON.stringify({ ...document, touchmark: 'touchmark/keystore/2' }),
    JSON.stringify({ ...document, algorithm: 'rsa' }),
    JSON.stringify({ ...document, keyId: 'ff'.repeat(20) }),
    JSON.stringify({ ...document, kdf: { ...document.kdf, n: 2 ** 21 } }),
    JSON.stringify({ ...document, kdf: { ...document.kdf, n: 1000 } }),
    JSON.stringify({ ...document, kdf: { ...document.kdf, p: 1000 } }),
    JSON.stringify({ ...document, cipher: { ...document.cipher, nonce: '' } }),
    JSON.stringify({ ...document, padding: 'x'.repeat(10_000) }),
  ];
  for (const text of broken) {
    await assert.rejects(
      decryptKey(text, 'secret'),
      refusal('SDK_KEYSTORE_MALFORMED'),
      text.slice(0, 60),
    );
  }
});

test('a secret key of another length, or of no key, is refused', () => {
  assert.throws(() => keyOf('ed25519', new Uint8Array(31)), refusal('SDK_KEY_INVALID'));
  assert.throws(() => keyOf('p256', new Uint8Array(32)), refusal('SDK_KEY_INVALID'));
});
