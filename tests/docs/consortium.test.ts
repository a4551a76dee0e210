import assert from 'node:assert/strict';
import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { after, before, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { cleanEnvironment, root } from '../cli/harness.ts';

const text = readFileSync(resolve(root, 'docs/consortium.md'), 'utf8');
const blocks = [...text.matchAll(/^```sh\n([\s\S]*?)^```$/gm)].map((match) => match[1] ?? '');
const program = resolve(root, 'packages/cli/src/bin.ts');
const scratch = mkdtempSync(join(tmpdir(), 'touchmark-consortium-'));

let port = 0;
let node: ChildProcess | undefined;
before(async () => {
  const server = createServer();
  await new Promise<void>((settle) => server.listen(0, '127.0.0.1', settle));
  const address = server.address();
  assert.ok(typeof address === 'object' && address !== null);
  ({ port } = address);
  await new Promise((settle) => server.close(settle));
});
after(async () => {
  if (node?.exitCode === null && node.kill('SIGTERM')) await once(node, 'exit');
  rmSync(scratch, { recursive: true, force: true });
});

function environment(): NodeJS.ProcessEnv {
  return cleanEnvironment({
    PORT: String(port),
    TOUCHMARK_KEYSTORE: 'keys',
    TOUCHMARK_PASSPHRASE: 'of a test',
    TOUCHMARK_URL: `http://127.0.0.1:${port}`,
  });
}

async function startNode(): Promise<void> {
  const args = [program, 'node', 'start', '--data', 'data', '--port', String(port)];
  node = spawn(process.execPath, args, { cwd: scratch, env: environment(), stdio: 'ignore' });
  for (let tries = 0; tries < 200; tries += 1) {
    const ready = await fetch(`http://127.0.0.1:${port}/readyz`).catch(() => undefined);
    if (ready?.ok === true) return;
    await sleep(100);
  }
  throw new Error('the node did not start');
}

async function runBlock(block: string): Promise<string> {
  const here = block.replaceAll('npx touchmark', `${process.execPath} ${program}`);
  const options = { cwd: scratch, env: environment() };
  const { stdout } = await promisify(execFile)('bash', ['-ec', here], options);
  return stdout;
}

test('docs/consortium.md: three found a network and a fourth joins by vote, as it stands there', async () => {
  let said = '';
  for (const block of blocks) {
    if (/node start/.test(block)) await startNode();
    else said += await runBlock(block);
  }
  assert.match(said, /1 +open .* Admit Delta/);
  assert.match(said, /status +executed \(OK\)[^]*vote +borealis +yes +We know them/);
  assert.match(said, /organizations: organization\n- before +\[0,"Delta Bearings"/);
  assert.match(said, /77\/BEARING-1 +active, version 1, held by delta/);
  assert.match(said, /identifiers +1 registered, 0 of them retired/);
});
