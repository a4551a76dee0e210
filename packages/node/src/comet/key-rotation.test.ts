import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { encodeHex, encodeValidators, sortValidators, validatorOf } from '@touchmark/codec';
import { publicKeyOf, validatorAddress } from '@touchmark/crypto';
import { encodeValidatorKey } from '../validator-key.ts';
import {
  beginRotation,
  finishRotation,
  isRotationDue,
  nextKeyFile,
  NO_SIGNATURE_YET,
  type RotationFiles,
} from './key-rotation.ts';

const [own, next, other] = [1, 2, 3].map((byte) => new Uint8Array(32).fill(byte)) as [
  Uint8Array,
  Uint8Array,
  Uint8Array,
];
const SIGNED = '{"height":"77","round":0,"step":3}';
const addressOf = (secretKey: Uint8Array): string =>
  encodeHex(validatorAddress(publicKeyOf('ed25519', secretKey))).toUpperCase();
const setOf = (...secretKeys: Uint8Array[]): Uint8Array =>
  encodeValidators(
    sortValidators(secretKeys.map((key) => validatorOf(publicKeyOf('ed25519', key), 10n))),
  );

async function prepared(context: TestContext): Promise<RotationFiles & { directory: string }> {
  const directory = await mkdtemp(join(tmpdir(), 'touchmark-rotation-'));
  context.after(() => rm(directory, { recursive: true, force: true }));
  const key = join(directory, 'validator.json');
  const files = {
    key,
    next: nextKeyFile(key),
    state: join(directory, 'priv_validator_state.json'),
  };
  await writeFile(files.key, encodeValidatorKey(own));
  await writeFile(files.next, encodeValidatorKey(next));
  await writeFile(files.state, SIGNED);
  return { ...files, directory };
}

test('due when the next key signs and the first does not, not before', async (context) => {
  const files = await prepared(context);
  assert.equal(await isRotationDue(files, setOf(own, other)), false);
  assert.equal(await isRotationDue(files, setOf(own, next)), false);
  assert.equal(await isRotationDue(files, setOf(other)), false);
  assert.equal(await isRotationDue(files, setOf(next, other)), true);
  await rm(files.next);
  assert.equal(await isRotationDue(files, setOf(next, other)), false);
});

async function checkDone(files: RotationFiles & { directory: string }): Promise<void> {
  assert.equal(await readFile(files.key, 'utf8'), encodeValidatorKey(next));
  assert.equal(await readFile(files.state, 'utf8'), NO_SIGNATURE_YET);
  const former = addressOf(own);
  const names = (await readdir(files.directory)).sort();
  assert.deepEqual(names, [
    `priv_validator_state.${former}.json`,
    'priv_validator_state.json',
    `validator.${former}.json`,
    'validator.json',
  ]);
  const kept = join(files.directory, `priv_validator_state.${former}.json`);
  assert.equal(await readFile(kept, 'utf8'), SIGNED);
}

test('the first key is kept with what it has signed, the next one has signed nothing', async (context) => {
  const files = await prepared(context);
  assert.equal(await finishRotation(files), false);
  await beginRotation(files);
  assert.equal(await finishRotation(files), true);
  await checkDone(files);
  assert.equal(await finishRotation(files), false);
});

test('cut short after any step, it is finished the next time', async (context) => {
  const former = addressOf(own);
  /** What each step does to the disk, in their order. */
  const steps: ((files: RotationFiles & { directory: string }) => Promise<void>)[] = [
    ({ key, directory }) => rename(key, join(directory, `validator.${former}.json`)),
    ({ state, directory }) => rename(state, join(directory, `priv_validator_state.${former}.json`)),
    ({ state }) => writeFile(state, NO_SIGNATURE_YET),
    ({ next: from, key }) => rename(from, key),
  ];
  for (let done = 0; done <= steps.length; done += 1) {
    const files = await prepared(context);
    await beginRotation(files);
    for (const step of steps.slice(0, done)) await step(files);
    assert.equal(await finishRotation(files), true, `after ${done} steps`);
    await checkDone(files);
    assert.equal(existsSync(files.next), false);
  }
});
