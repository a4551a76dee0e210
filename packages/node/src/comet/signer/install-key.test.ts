import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { type CometSettings, prepareCometHome } from '../comet-files.ts';
import { installKnownKey, installNewKey } from './install-key.ts';
import { signerFiles } from './signer-files.ts';
import { readSigningState } from './signing-state.ts';

async function settingsIn(context: TestContext): Promise<CometSettings> {
  const dataDirectory = await mkdtemp(join(tmpdir(), 'touchmark-signer-'));
  context.after(() => rm(dataDirectory, { recursive: true, force: true }));
  const genesisFile = join(dataDirectory, 'genesis.json');
  await writeFile(genesisFile, '{}');
  const validatorKeyFile = join(dataDirectory, 'validator.json');
  return { dataDirectory, genesisFile, validatorKeyFile, listen: '127.0.0.1:0', peers: '' };
}

/** The key with which CometBFT would start. */
async function signsWith(settings: CometSettings): Promise<string | undefined> {
  const { directory } = await prepareCometHome(settings);
  const text = await readFile(join(directory, 'config', 'config.toml'), 'utf8');
  return /^priv_validator_key_file = "(.*)"$/m.exec(text)?.[1];
}

test('a new key signs from the beginning, and takes no other one’s place', async (context) => {
  const settings = await settingsIn(context);
  const files = signerFiles(settings.dataDirectory, '');
  await installNewKey(files, randomBytes(32));
  assert.equal(await signsWith(settings), files.key);
  assert.equal((await readSigningState(files.state)).height, 0);
  await assert.rejects(installNewKey(files, randomBytes(32)), { code: 'EEXIST' });
  await assert.rejects(installKnownKey(files, randomBytes(32)), { code: 'EEXIST' });
});

test('a key whose signatures are not known here is held, at each start', async (context) => {
  const settings = await settingsIn(context);
  const files = signerFiles(settings.dataDirectory, '');
  await installKnownKey(files, randomBytes(32));
  assert.equal(await signsWith(settings), files.observerKey);
  assert.ok(existsSync(files.hold));
  assert.equal(await signsWith(settings), files.observerKey);
  assert.equal(existsSync(files.state), false);
});

test('a node without a key follows, and makes none up', async (context) => {
  const settings = await settingsIn(context);
  const files = signerFiles(settings.dataDirectory, '');
  assert.equal(await signsWith(settings), files.observerKey);
  assert.equal(existsSync(files.key), false);
  assert.equal(existsSync(files.hold), false);
});
