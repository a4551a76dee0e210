import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Client } from '../client/client.ts';
import { problem } from '../testing/fake-node.ts';
import { testNetwork } from '../testing/test-network.ts';
import type { NetworkEvent } from './follow-events.ts';

async function register(network: Client, ...suffixes: string[]): Promise<void> {
  const entries = suffixes.map((suffix) => ({ suffix, values: [] }));
  await network.register({ prefix: '88.118', entries });
}

/** Takes `count` events, then ends the stream. */
async function take(
  network: Client,
  count: number,
  options: { after?: string; onReconnect?: () => void } = {},
): Promise<NetworkEvent[]> {
  const abort = new AbortController();
  const taken: NetworkEvent[] = [];
  for await (const event of network.events({ ...options, signal: abort.signal })) {
    taken.push(event);
    if (taken.length === count) break;
  }
  return taken;
}

test('everything that ever happened, in order', async () => {
  const { network } = await testNetwork();
  const events = await take(network, 3, { after: '0-0-0' });
  assert.deepEqual(
    events.map(({ type }) => type),
    ['naming.delegated', 'naming.delegated', 'naming.registered'],
  );
  assert.deepEqual(events[2]?.params['suffixes'], ['A-1']);
  const [first, second] = events;
  assert.deepEqual(await take(network, 1, { after: first?.id ?? '' }), [second]);
});

test('what happens from now on', async () => {
  const { network } = await testNetwork();
  const following = take(network, 2);
  await new Promise((resolve) => setTimeout(resolve, 20));
  await register(network, 'B-1');
  await register(network, 'B-2');
  const suffixes = (await following).map(({ params }) => params['suffixes']);
  assert.deepEqual(suffixes, [['B-1'], ['B-2']]);
});

test('connections that break in the middle of an event lose nothing and repeat nothing', async () => {
  const { node, network } = await testNetwork();
  for (let index = 0; index < 10; index += 1) await register(network, `C-${index}`);
  let budget = 150;
  node.intercept = async (url, _init, handle) => {
    const response = await handle();
    if (url.pathname !== '/v1/events' || response.body === null) return response;
    budget += 137;
    return new Response(response.body.pipeThrough(breakAfter(budget)), { status: 200 });
  };
  let reconnects = 0;
  const events = await take(network, 13, { after: '0-0-0', onReconnect: () => (reconnects += 1) });
  const ids = events.map(({ id }) => id);
  assert.equal(new Set(ids).size, 13);
  assert.deepEqual(
    ids,
    node.ledger.events.map(({ id }) => id),
  );
  assert.ok(reconnects >= 3, `${reconnects}`);
});

test('who is cut off before the first event misses none', async () => {
  const { node, network } = await testNetwork();
  const cut = new AbortController();
  let connections = 0;
  node.intercept = async (url, _init, handle) => {
    const response = await handle();
    if (url.pathname !== '/v1/events' || response.body === null) return response;
    connections += 1;
    if (connections > 1) return response;
    const broken = new TransformStream<Uint8Array, Uint8Array>({
      start: (controller) =>
        cut.signal.addEventListener('abort', () => controller.error(new TypeError('terminated'))),
    });
    return new Response(response.body.pipeThrough(broken), { status: 200 });
  };
  // Cut off, and something happens before the client is back.
  const following = take(network, 1);
  await new Promise((resolve) => setTimeout(resolve, 20));
  node.intercept = async (url, _init, handle) => {
    if (url.pathname !== '/v1/events' || connections > 1) return handle();
    connections += 1;
    await register(network, 'H-1');
    return handle();
  };
  cut.abort();
  assert.deepEqual((await following)[0]?.params['suffixes'], ['H-1']);
});

test("the node's last words say where to go on", async () => {
  const { node, network } = await testNetwork();
  await register(network, 'L-1');
  const before = node.ledger.events.at(-1)?.id;
  const words = JSON.stringify({ reason: 'stopping', lastEventId: before });
  const asked: (string | null)[] = [];
  node.intercept = async (url, init, handle) => {
    if (url.pathname !== '/v1/events') return handle();
    asked.push(new Headers(init.headers).get('last-event-id'));
    if (asked.length > 1) return handle();
    return new Response(`retry: 10\n\nevent: end\ndata: ${words}\n\n`);
  };
  const following = take(network, 1);
  while (asked.length < 2) await new Promise((resolve) => setTimeout(resolve, 10));
  await register(network, 'L-2');
  assert.deepEqual((await following)[0]?.params['suffixes'], ['L-2']);
  assert.deepEqual(asked, [null, before]);
});

/** Lets so many bytes pass, then breaks the connection. */
function breakAfter(bytes: number): TransformStream<Uint8Array, Uint8Array> {
  let left = bytes;
  return new TransformStream({
    transform(chunk, controller) {
      controller.enqueue(chunk.subarray(0, Math.max(0, left)));
      left -= chunk.length;
      if (left < 0) controller.error(new TypeError('terminated'));
    },
  });
}

test('a node that is full or restarts is asked again', async () => {
  const { node, network } = await testNetwork();
  let refusals = 2;
  node.intercept = async (url, _init, handle) => {
    if (url.pathname !== '/v1/events' || refusals === 0) return handle();
    refusals -= 1;
    if (refusals === 1) return problem(503, 'EVENTS_FULL', { 'retry-after': '0' });
    throw new TypeError('fetch failed');
  };
  assert.equal((await take(network, 1, { after: '0-0-0' })).length, 1);
});

test('a request that makes no sense is an error, not an endless loop', async () => {
  const { node, network } = await testNetwork();
  node.intercept = async () => problem(400, 'EVENT_ID_INVALID');
  await assert.rejects(take(network, 1, { after: 'x' }), { code: 'EVENT_ID_INVALID' });
});

test('the signal ends it, also while nothing happens', async () => {
  const { network } = await testNetwork();
  const abort = new AbortController();
  setTimeout(() => abort.abort(), 30);
  const seen: NetworkEvent[] = [];
  for await (const event of network.events({ signal: abort.signal })) seen.push(event);
  assert.deepEqual(seen, []);
});
