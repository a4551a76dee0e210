import assert from 'node:assert/strict';
import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { after, before, test } from 'node:test';
import { promisify } from 'node:util';
import { tourCommands } from './readme-blocks.ts';

const root = resolve(import.meta.dirname, '../..');
const commands = tourCommands('README.md');
const scratch = mkdtempSync(join(tmpdir(), 'touchmark-tour-'));

let server: ChildProcess;
let url = '';

before(async () => {
  const args = ['start', '--', '--data', join(scratch, 'data'), '--port', '0'];
  server = spawn('npm', args, { cwd: root, stdio: ['ignore', 'pipe', 'inherit'], detached: true });
  assert.ok(server.stdout !== null);
  for await (const line of createInterface({ input: server.stdout })) {
    const ready = /^ready (http:\S+)$/.exec(line);
    if (ready?.[1] === undefined) continue;
    url = ready[1];
    break;
  }
  assert.notEqual(url, '', 'npm start ended without a line "ready URL"');
});

after(async () => {
  const ended = new Promise((done) => server.once('close', done));
  if (server.exitCode === null && server.pid !== undefined) process.kill(-server.pid, 'SIGTERM');
  await ended;
  rmSync(scratch, { recursive: true, force: true });
});

/** Runs one line of the tour as it stands, but against this test's node, with files and keys in its own folder. */
async function run(line: string): Promise<string> {
  const here = line
    .replaceAll('http://127.0.0.1:8080', url)
    .replaceAll('.touchmark/', `${join(scratch, 'data')}/`)
    .replaceAll(/(?<![\w./-])(answer\.bin|genesis\.json)/g, `${scratch}/$1`);
  const options = { cwd: root, env: { ...process.env, HOME: scratch, LANG: 'C.UTF-8' } };
  const { stdout, stderr } = await promisify(execFile)('bash', ['-ec', here], options);
  return stdout + stderr;
}

test('the tour has commands, and both languages show the same ones', () => {
  assert.ok(commands.length >= 6);
  assert.deepEqual(tourCommands('README.zh-CN.md'), commands);
});

for (const command of commands) {
  test(`README: ${command}`, async () => {
    const output = await run(command);
    if (command.startsWith('npx touchmark')) assert.notEqual(output.trim(), '');
  });
}

test('the examples of the SDK run', async () => {
  const data = join(scratch, 'data');
  const genesis = join(data, 'genesis.json');
  const example = async (name: string, ...args: string[]): Promise<string> => {
    const file = resolve(root, 'examples/sdk', name);
    const { stdout } = await promisify(execFile)(process.execPath, [file, ...args], {
      cwd: scratch,
    });
    return stdout;
  };
  const resolved = await example('resolve.ts', url, genesis, '88.118.8/JXDY2606002');
  assert.match(resolved, /^1 URL /);
  assert.match(resolved, /\d+ records under its prefix, proven complete/);
  const absent = await example('resolve.ts', url, genesis, '88.118.8/NO-SUCH-THING');
  assert.match(absent, /is proven absent/);
  const key = join(data, 'keys/jingxin-bearings.key.json');
  const passphrase = join(data, 'keys/passphrase');
  const registered = await example('register.ts', url, genesis, key, passphrase, '88.118.8');
  const many = await example('submit-many.ts', url, genesis, key, passphrase, '88.118.8', '3');
  assert.match(many, /^([0-9a-f]{64} {2}done in block \d+\n){3}$/);
  assert.match(registered, /^done in block \d+, proven by 1\npresent: SDK\d+\.answer proves it/);
});
