import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { VALIDATOR_KEY } from './testing/test-network.ts';
import { testDirectory } from './testing/test-node.ts';
import { decodeValidatorKey, encodeValidatorKey, loadValidatorKey } from './validator-key.ts';

test('a key file has the form of CometBFT and is read back', () => {
  const text = encodeValidatorKey(VALIDATOR_KEY);
  const document = JSON.parse(text);
  assert.equal(document.priv_key.type, 'tendermint/PrivKeyEd25519');
  assert.equal(Buffer.from(document.priv_key.value, 'base64').length, 64);
  assert.match(document.address, /^[0-9A-F]{40}$/);
  assert.deepEqual(decodeValidatorKey(text, 'x'), new Uint8Array(VALIDATOR_KEY));
});

test('a key given directly wins over the file', async (context) => {
  const directory = await testDirectory(context);
  const file = join(directory, 'validator.json');
  assert.deepEqual(await loadValidatorKey('', file), new Uint8Array(VALIDATOR_KEY));
  const other = Buffer.alloc(32, 3);
  assert.deepEqual(await loadValidatorKey(other.toString('base64'), file), new Uint8Array(other));
});

test('what is no key is refused without showing it', async (context) => {
  const directory = await testDirectory(context);
  const file = join(directory, 'bad.json');
  const secret = 'c2VjcmV0c2VjcmV0';
  const good = JSON.parse(encodeValidatorKey(VALIDATOR_KEY));
  for (const text of [
    secret,
    `{"priv_key":"${secret}"}`,
    JSON.stringify({ priv_key: { type: 'other', value: good.priv_key.value } }),
    JSON.stringify({ priv_key: { type: good.priv_key.type, value: secret } }),
    '[]',
  ]) {
    await writeFile(file, text);
    await assert.rejects(
      loadValidatorKey('', file),
      (error: Error & { code?: string }) =>
        error.code === 'VALIDATOR_KEY_INVALID' &&
        error.message.includes(file) &&
        !error.message.includes(secret),
    );
  }
  await assert.rejects(loadValidatorKey('', join(directory, 'none')), {
    code: 'VALIDATOR_KEY_MISSING',
  });
});
