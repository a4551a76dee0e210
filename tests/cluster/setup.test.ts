import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { test } from 'node:test';
import { COMETBFT_VERSIONS, ensureCometbft } from '../../scripts/cometbft.mjs';

const script = resolve(import.meta.dirname, '../../scripts/setup-cometbft.mjs');

test('CometBFT is built once and is the pinned version; who comes second finds it', async () => {
  const [first, second] = await Promise.all([ensureCometbft('v0.39'), ensureCometbft('v0.39')]);
  assert.equal(first, second);
  const { stdout } = spawnSync(first, ['version'], { encoding: 'utf8' });
  assert.equal(stdout.trim(), COMETBFT_VERSIONS['v0.39']);
  const printed = spawnSync(process.execPath, [script, 'v0.39'], { encoding: 'utf8' });
  assert.equal(printed.stdout, `${first}\n`);
});

test('without Go, and without a way to fetch it, the command says what to install', () => {
  const cache = mkdtempSync(join(tmpdir(), 'touchmark-cache-'));
  try {
    const env = { ...process.env, TOUCHMARK_CACHE: cache, PATH: '/nonexistent' };
    const args = [script, 'v0.39'];
    const { status, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8', env });
    assert.equal(status, 1);
    assert.match(stderr, /Go 1\.25 or newer.*Install Go \(https:\/\/go\.dev\/dl\)/s);
  } finally {
    rmSync(cache, { recursive: true, force: true });
  }
});

test('a line that does not exist is refused', () => {
  const { status, stderr } = spawnSync(process.execPath, [script, 'v1.0'], { encoding: 'utf8' });
  assert.equal(status, 1);
  assert.match(stderr, /There is no line "v1\.0", only v0\.39 and v0\.38/);
});
