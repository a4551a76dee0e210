import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { resolveConfiguration } from './config/resolve.ts';
import { createNode } from './create-node.ts';
import { registration, transaction, url } from './testing/test-network.ts';
import {
  get,
  memoryEngine,
  startNode,
  submit,
  testDirectory,
  testNode,
} from './testing/test-node.ts';

test('health: live and ready, with the checks if asked for', async (context) => {
  const node = await testNode(context);
  assert.deepEqual(
    [(await get(node, '/livez')).text, (await get(node, '/readyz')).text],
    ['ok\n', 'ok\n'],
  );
  const verbose = await get(node, '/readyz?verbose');
  assert.match(verbose.text, /^\[\+\] engine: running at block \d+\n\[\+\] queue: 0 of \d+\n/);
});

test('an engine that failed: not ready, not live, and nothing is taken', async (context) => {
  const engine = await memoryEngine();
  const node = await testNode(context, {}, engine);
  const status = engine.status.bind(engine);
  engine.status = () => ({ ...status(), state: 'failed' });
  const ready = await get(node, '/readyz');
  assert.deepEqual([ready.status, ready.text.startsWith('[-] engine: failed')], [503, true]);
  assert.equal((await get(node, '/livez')).status, 503);
});

test('a port in use is told as such', async (context) => {
  const node = await testNode(context);
  const flags = { 'http.port': String(node.port), 'log.level': 'silent' };
  const engine = await memoryEngine();
  await assert.rejects(createNode(resolveConfiguration({ flags }), { engine }), {
    code: 'NODE_ADDRESS_UNAVAILABLE',
    message: /another process uses it/,
  });
  // What was opened is closed again.
  assert.equal(engine.status().state, 'closed');
});

test('without a genesis file: what to do', async () => {
  const flags = { 'node.data_directory': '/nonexistent', 'log.level': 'silent' };
  await assert.rejects(createNode(resolveConfiguration({ flags })), {
    code: 'NODE_GENESIS_MISSING',
  });
  assert.equal(existsSync('/nonexistent'), false, 'a directory that is named wrongly is not made');
});

test('a ledger that is gone is not founded a second time', async (context) => {
  const directory = await testDirectory(context);
  await (await startNode(directory)).close();
  await (await startNode(directory)).close();
  await rm(join(directory, 'ledger'), { recursive: true });
  await assert.rejects(startNode(directory), { code: 'ENGINE_LEDGER_MISSING' });
});

test('a stop finishes what is in flight, lets idle connections go and is quick', async (context) => {
  const node = await testNode(context);
  await get(node, '/livez');
  const waiting = get(node, `/v1/receipts/${'0'.repeat(64)}?wait=30000`);
  const submitted = submit(node, transaction([registration(['a'], [url('x')])]));
  await new Promise((resolve) => setTimeout(resolve, 20));
  const startedAt = performance.now();
  await node.close();
  assert.ok(performance.now() - startedAt < 1_500);
  assert.equal((await waiting).status, 404);
  assert.equal((await submitted).status, 200);
  await assert.rejects(get(node, '/livez'));
});

test('a request that does not end is cut off after the time for stopping', async (context) => {
  const node = await testNode(context, { 'node.stop_timeout_ms': '200' });
  const body = new ReadableStream({ pull: () => new Promise(() => undefined) });
  const init = {
    method: 'POST',
    headers: { 'content-type': 'application/cbor' },
    body,
    duplex: 'half',
  };
  const hanging = fetch(`${node.url}/v1/transactions`, init).catch(() => 'cut off');
  await new Promise((resolve) => setTimeout(resolve, 50));
  const startedAt = performance.now();
  await node.close();
  assert.ok(performance.now() - startedAt < 2_000);
  assert.equal(await hanging, 'cut off');
});
