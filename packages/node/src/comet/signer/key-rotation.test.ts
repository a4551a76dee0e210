import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { copyFile, mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { encodeHex } from '@touchmark/codec';
import { publicKeyOf, validatorAddress } from '@touchmark/crypto';
import { encodeValidatorKey } from '../../validator-key.ts';
import { ensureNextKey, finishTakingKey, isNextKeyDue, takeNextKey } from './key-rotation.ts';
import { type SignerFiles, signerFiles } from './signer-files.ts';
import { readSigningState } from './signing-state.ts';

const OLD = new Uint8Array(32).fill(1);
const NEW = new Uint8Array(32).fill(2);
const publicKey = (secret: Uint8Array): Uint8Array => publicKeyOf('ed25519', secret);
const addressOf = (secret: Uint8Array): string => encodeHex(validatorAddress(publicKey(secret)));
/** With the signature, as CometBFT writes it. */
const SIGNED = `${JSON.stringify({ height: '120', round: 0, step: 3, signature: 'AA==', signbytes: '00' })}\n`;

async function prepared(context: TestContext): Promise<SignerFiles> {
  const directory = await mkdtemp(join(tmpdir(), 'touchmark-signer-'));
  context.after(() => rm(directory, { recursive: true, force: true }));
  const files = signerFiles(directory, '');
  await mkdir(dirname(files.state), { recursive: true });
  await writeFile(files.key, encodeValidatorKey(OLD));
  await writeFile(files.state, SIGNED);
  await ensureNextKey(files, () => NEW);
  return files;
}

test('the new key is due when it is decided in the place of the old one, and not before', async (context) => {
  const files = await prepared(context);
  const of = (...keys: Uint8Array[]) => keys.map((key) => ({ publicKey: publicKey(key) }));
  assert.equal(await isNextKeyDue(files, of(OLD)), false);
  assert.equal(await isNextKeyDue(files, of(OLD, NEW)), false);
  assert.equal(await isNextKeyDue(files, of()), false);
  assert.equal(await isNextKeyDue(files, of(NEW)), true);
  // Asked for again, it is the same key.
  assert.deepEqual(await ensureNextKey(files, () => OLD), publicKey(NEW));
});

test('the new key begins with nothing signed; the old one is kept with what it signed', async (context) => {
  const files = await prepared(context);
  await takeNextKey(files);
  assert.equal(await readFile(files.key, 'utf8'), encodeValidatorKey(NEW));
  assert.equal(existsSync(files.nextKey), false);
  assert.deepEqual(await readSigningState(files.state), { height: 0, round: 0, step: 0 });
  const retired = join(files.retired, addressOf(OLD));
  assert.equal(await readFile(join(retired, 'priv_validator_state.json'), 'utf8'), SIGNED);
  assert.equal(await readFile(join(retired, 'validator.json'), 'utf8'), encodeValidatorKey(OLD));
});

test('interrupted at any step, the next start goes on', async (context) => {
  const files = await prepared(context);
  const retired = join(files.retired, addressOf(OLD));
  await mkdir(retired, { recursive: true });
  // Before the rename: the old key with its own state.
  await copyFile(files.state, join(retired, 'priv_validator_state.json'));
  await finishTakingKey(files);
  assert.equal(await readFile(files.state, 'utf8'), SIGNED);
  await copyFile(files.key, join(retired, 'validator.json'));
  await finishTakingKey(files);
  assert.equal(await readFile(files.state, 'utf8'), SIGNED);
  // Behind it: the new key with the state of the old one.
  await rename(files.nextKey, files.key);
  await finishTakingKey(files);
  assert.equal((await readSigningState(files.state)).height, 0);
  // What the new key has signed since is never forgotten.
  const later = SIGNED.replace('120', '121');
  await writeFile(files.state, later);
  await finishTakingKey(files);
  assert.equal(await readFile(files.state, 'utf8'), later);
});
