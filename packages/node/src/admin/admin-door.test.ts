import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { delegation, registration, transaction, url } from '../testing/test-network.ts';
import { parseRaw, rawGet } from '../testing/raw-request.ts';
import { done, get, startNode, testDirectory } from '../testing/test-node.ts';

async function servingNode(context: TestContext, flags: Record<string, string> = {}) {
  const directory = await testDirectory(context);
  const node = await startNode(directory, flags);
  context.after(() => node.close());
  await done(node, transaction([delegation('88')]));
  const suffixes = Array.from(
    { length: 200 },
    (_, index) => `item-${String(index).padStart(4, '0')}`,
  );
  await done(node, transaction([registration(suffixes, [url('x')])]));
  const file = join(directory, 'admin.json');
  return { directory, node, file };
}

async function door(file: string) {
  const { url: base, token } = JSON.parse(await readFile(file, 'utf8')) as {
    url: string;
    token: string;
  };
  const headers = { authorization: `Bearer ${token}` };
  return {
    base,
    token,
    ask: (path: string, init: RequestInit = {}) => fetch(base + path, { headers, ...init }),
  };
}

test('the address is for the owner of the data directory alone, and goes with the node', async (context) => {
  const { node, file } = await servingNode(context);
  assert.equal((await stat(file)).mode & 0o777, 0o600);
  const { base, token, ask } = await door(file);
  assert.match(base, /^http:\/\/127\.0\.0\.1:\d+$/);
  for (const headers of [{}, { authorization: `Bearer ${token}x` }, { authorization: token }]) {
    const answer = await fetch(`${base}/status`, { headers });
    assert.equal(answer.status, 401);
    await answer.body?.cancel();
  }
  for (const [path, method] of [
    ['/', 'GET'],
    ['/scrub', 'GET'],
    ['/status', 'POST'],
  ] as const) {
    assert.equal((await ask(path, { method })).status, 404);
  }
  await node.close();
  assert.equal(existsSync(file), false);
});

test('a path that is none does the node no harm, with the token or without', async (context) => {
  const { file } = await servingNode(context);
  const { base, token, ask } = await door(file);
  for (const headers of ['', `Authorization: Bearer ${token}\r\n`]) {
    for (const path of ['//', '//x:y', 'http://[', '/%', '*']) {
      const { status } = parseRaw(await rawGet(Number(new URL(base).port), path, headers));
      assert.equal(status, headers === '' ? 401 : 404, path);
    }
  }
  assert.equal((await ask('/status')).status, 200);
});

test('the status says what is slow, full and failing', async (context) => {
  const { file } = await servingNode(context);
  const { ask } = await door(file);
  const status = (await (await ask('/status')).json()) as Record<string, unknown>;
  assert.deepEqual(Object.keys(status).sort(), [
    'chainId',
    'disk',
    'eventLoopDelayMs',
    'height',
    'keys',
    'listen',
    'memoryBytes',
    'queue',
    'ready',
    'root',
    'runtime',
    'scrub',
    'signatures',
    'sinceCommitMs',
    'state',
    'store',
    'timeMs',
    'timings',
    'totals',
    'transactionsPerSecond',
    'uptimeSeconds',
    'version',
  ]);
});

async function lines(answer: Response): Promise<Record<string, Record<string, unknown>>[]> {
  const text = await answer.text();
  return text
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as Record<string, Record<string, unknown>>);
}

test('a scrub of the running node keeps to its rate, and is one at a time', async (context) => {
  const { node, file } = await servingNode(context);
  const { ask } = await door(file);
  const startedAt = performance.now();
  const [slow, busy] = await Promise.all([
    ask('/scrub?rate=1000', { method: 'POST' }).then(lines),
    new Promise((resolve) => setTimeout(resolve, 100)).then(() =>
      ask('/scrub', { method: 'POST' }).then(lines),
    ),
  ]);
  assert.ok(performance.now() - startedAt > 200);
  assert.equal(slow.at(-1)?.['result']?.['transactions'], 2);
  assert.equal(busy.at(-1)?.['error']?.['code'], 'ADMIN_SCRUB_BUSY');
  const { text } = await get(node, '/metrics');
  assert.match(text, /^touchmark_scrub_ok 1$/m);
  assert.match(text, /^touchmark_disk_free_bytes \d+$/m);
  for (const rate of ['0', '-1', 'x', '1e9', '99999999999']) {
    assert.equal((await ask(`/scrub?rate=${rate}`, { method: 'POST' })).status, 400);
  }
});

test('a scrub ends with whoever asked for it, and with the node', async (context) => {
  const { node, file } = await servingNode(context);
  const { ask } = await door(file);
  const gone = new AbortController();
  const first = await ask('/scrub?rate=1', { method: 'POST', signal: gone.signal });
  gone.abort();
  await first.text().catch(() => undefined);
  await new Promise((resolve) => setTimeout(resolve, 100));
  const second = await ask('/scrub?rate=1', { method: 'POST' });
  const closing = node.close();
  await second.text().catch(() => undefined);
  await closing;
});

test('administration can be switched off', async (context) => {
  const { file } = await servingNode(context, { 'admin.enabled': 'false' });
  assert.equal(existsSync(file), false);
});
