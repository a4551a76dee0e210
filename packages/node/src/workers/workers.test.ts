import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import http, { Agent } from 'node:http';
import { test } from 'node:test';
import type { Node } from '../create-node.ts';
import { EventClient } from '../testing/event-client.ts';
import { delegation, registration, transaction, update, url } from '../testing/test-network.ts';
import { done, get, startNode, submit, testDirectory } from '../testing/test-node.ts';

const CONNECTIONS = 16;

interface Answer {
  status: number;
  body: string;
}

/** A GET over one certain connection, which stays open: the kernel has given it to one of the processes. */
function getOver(agent: Agent, node: Node, path: string): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const request = http.get(`${node.url}${path}`, { agent }, (response) => {
      let body = '';
      response.setEncoding('utf8');
      response.on('data', (chunk: string) => {
        body += chunk;
      });
      response.on('end', () => resolve({ status: response.statusCode ?? 0, body }));
    });
    request.on('error', reject);
  });
}

async function childPids(): Promise<number[]> {
  const text = await readFile(`/proc/self/task/${process.pid}/children`, 'utf8');
  return text.split(' ').filter(Boolean).map(Number);
}

async function readYourWrites(node: Node, connections: Agent[]): Promise<void> {
  let byMain = 0;
  const read = node.engine.chain.read.bind(node.engine.chain);
  node.engine.chain.read = (use) => {
    byMain++;
    return read(use);
  };
  await done(node, transaction([registration(['a'], [url('0')])]));
  let asked = 0;
  for (let version = 1; version <= 25; version++) {
    await done(node, transaction([update('88/a', version, [url(String(version))])]));
    await done(node, transaction([registration([`n${version}`], [url('x')])]));
    const answers = await Promise.all(
      connections.flatMap((agent) => [
        getOver(agent, node, '/v1/resolve/88/a'),
        getOver(agent, node, `/v1/resolve/88/n${version}?proof=1`),
      ]),
    );
    asked += answers.length;
    for (const [index, { status, body }] of answers.entries()) {
      assert.equal(status, 200, body);
      if (index % 2 === 0) assert.equal(JSON.parse(body).version, version + 1);
    }
  }
  node.engine.chain.read = read;
  assert.ok(byMain < asked, `the main process answered ${byMain} of ${asked}`);
}

async function oneUrl(node: Node, connections: Agent[]): Promise<void> {
  const { block } = await done(node, transaction([registration(['s'], [url('x')])]));
  const since = { 'last-event-id': `${block}-0-0` };
  const clients = await Promise.all(connections.map(() => EventClient.open(node.url, since)));
  for (let number = 0; number < CONNECTIONS; number++) {
    const response = await fetch(`${node.url}/v1/transactions`, {
      method: 'POST',
      headers: { 'content-type': 'application/cbor', connection: 'close' },
      body: Buffer.from(transaction([registration([`s${number}`], [url('x')])])),
    });
    assert.equal(response.status, 200);
  }
  for (const client of clients) {
    await client.until(() => client.events.length === CONNECTIONS);
    client.close();
  }
  const paths = [
    '/v1/blocks',
    '/v1/statistics',
    '/openapi.json',
    '/nothing',
    '/v1/resolve/88/s?at=2',
  ];
  for (const path of paths) {
    const answers = await Promise.all(connections.map((agent) => getOver(agent, node, path)));
    assert.equal(new Set(answers.map(({ status }) => status)).size, 1, path);
  }
  // A moment that no header covers yet is one for the main process.
  await new Promise((resolve) => setTimeout(resolve, 1_100));
  const at = new Date(Date.now() - 20).toISOString();
  for (const agent of connections) {
    assert.equal((await getOver(agent, node, `/v1/resolve/88/s?at=${at}`)).status, 200);
  }
}

async function aWorkerDies(node: Node): Promise<void> {
  const workers = async (): Promise<string> =>
    /^touchmark_resolver_workers (\d+)$/m.exec((await get(node, '/metrics')).text)?.[1] ?? '';
  const before = await childPids();
  assert.deepEqual([before.length, await workers()], [2, '2']);
  const [victim] = before;
  assert.ok(victim !== undefined);
  process.kill(victim, 'SIGKILL');
  for (
    let waited = 0;
    (await childPids()).includes(victim) || (await workers()) !== '2';
    waited++
  ) {
    assert.ok(waited < 400);
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  for (let number = 0; number < 20; number++) {
    const headers = { connection: 'close' };
    const response = await fetch(`${node.url}/v1/resolve/88/a`, { headers });
    assert.equal(response.status, 200);
  }
}

async function stopAndStartAgain(node: Node, directory: string): Promise<void> {
  const bytes = transaction([registration(['z'], [url('x')])]);
  const receipt = await done(node, bytes);
  const inFlight = submit(node, transaction([registration(['y'], [url('x')])]));
  await new Promise((resolve) => setTimeout(resolve, 5));
  await Promise.all([node.close(), node.close()]);
  assert.ok([200, 503].includes((await inFlight).status));
  assert.deepEqual(await childPids(), []);
  await assert.rejects(fetch(node.url));
  await using again = await startNode(directory);
  assert.deepEqual(await done(again, bytes), receipt);
  assert.equal((await get(again, '/v1/resolve/88/z')).status, 200);
}

test('worker processes', async (context) => {
  const directory = await testDirectory(context);
  const node = await startNode(directory, {
    'resolver.workers': '2',
    'resolver.restart_delay_ms': '50',
    'log.level': 'silent',
  });
  const connections = Array.from(
    { length: CONNECTIONS },
    () => new Agent({ keepAlive: true, maxSockets: 1 }),
  );
  context.after(() => node.close());
  await done(node, transaction([delegation('88')]));
  await context.test('what was acknowledged is seen through every one of them at once', () =>
    readYourWrites(node, connections),
  );
  await context.test('there is one URL for everything', () => oneUrl(node, connections));
  for (const agent of connections) agent.destroy();
  await context.test('one that dies is replaced; the node serves all the time', () =>
    aWorkerDies(node),
  );
  await context.test('they stop with the node; all state is there when it starts again', () =>
    stopAndStartAgain(node, directory),
  );
});
