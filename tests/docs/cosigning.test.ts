import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { after, before, test } from 'node:test';
import { promisify } from 'node:util';
import { cleanEnvironment, type Network, openNetwork, root } from '../cli/harness.ts';
import { at, jsonOf } from '../cli/json.ts';

const text = readFileSync(resolve(root, 'docs/cosigning.md'), 'utf8');
const blocks = [...text.matchAll(/^```sh\n([\s\S]*?)^```$/gm)].map((match) => match[1] ?? '');
const scratch = mkdtempSync(join(tmpdir(), 'touchmark-cosigning-'));
const theirs = join(scratch, 'yanshan-keys');

let network: Network;
before(async () => {
  network = await openNetwork();
  cpSync(network.genesis, join(scratch, 'genesis.json'));
  mkdirSync(theirs);
  const key = 'yanshan-spindles.key.json';
  cpSync(join(network.keystore, 'passphrase'), join(theirs, 'passphrase'));
  renameSync(join(network.keystore, key), join(theirs, key));
});
after(async () => {
  await network[Symbol.asyncDispose]();
  rmSync(scratch, { recursive: true, force: true });
});

async function keyId(): Promise<string> {
  const shown = await network.run(
    'key',
    'show',
    'yanshan-spindles',
    '--keystore',
    theirs,
    '--json',
  );
  return String(at(jsonOf(shown), 'keyId'));
}

test('docs/cosigning.md: a record changes hands between two keystores, as it stands there', async () => {
  assert.equal(blocks.length, 2);
  const environment = cleanEnvironment({
    YANSHAN_KEY_ID: await keyId(),
    TOUCHMARK_KEYSTORE: network.keystore,
    TOUCHMARK_URL: network.url,
  });
  const program = `${process.execPath} ${resolve(root, 'packages/cli/src/bin.ts')}`;
  let said = '';
  for (const block of blocks) {
    const here = block.replaceAll('npx touchmark', program);
    const options = { cwd: scratch, env: environment };
    said = (await promisify(execFile)('bash', ['-ec', here], options)).stdout;
  }
  assert.match(said, /naming\.transferred|done/);
  const record = await network.run('resolve', '88.118.8/JXDY2606001', '--json');
  assert.equal(at(jsonOf(record), 'holder'), 'yanshan-spindles');
});
