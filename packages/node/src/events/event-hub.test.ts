import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import type { ChainReader } from '@touchmark/engine';
import { listen } from '../http/listener.ts';
import { EventClient } from '../testing/event-client.ts';
import { delegation, registration, transaction, url } from '../testing/test-network.ts';
import { memoryEngine } from '../testing/test-node.ts';
import { EventHub } from './event-hub.ts';

const LIMITS = { bufferBytes: 65_536, heartbeatMs: 400, maxClients: 10 };

/** A hub behind a unix socket: unlike those of the loopback interface, its buffers in the kernel are small. */
async function serveHub(context: TestContext, hub: EventHub): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), 'touchmark-hub-'));
  const server = createServer((request, response) => {
    response.writeHead(200);
    hub.open(response, String(request.headers['last-event-id']));
  });
  const path = join(directory, 'hub.sock');
  await listen(server, { path });
  context.after(async () => {
    server.closeAllConnections();
    server.close();
    await rm(directory, { recursive: true });
  });
  return path;
}

const suffixes = (round: number) =>
  Array.from({ length: 4_000 }, (_, number) => `${'x'.repeat(100)}${round}-${number}`);

test('a client that does not read is dropped and told how to go on; others are served', async (context) => {
  const engine = await memoryEngine();
  const hub = new EventHub(engine.chain, LIMITS, () => assert.fail());
  engine.onBlock(() => hub.onBlock());
  const socketPath = await serveHub(context, hub);
  const connect = (id: string) => EventClient.connect({ socketPath }, { 'last-event-id': id });
  const slow = await connect('0-0-0');
  const quick = await connect('0-0-0');
  slow.response.pause();
  await engine.submit(transaction([delegation('88')]));
  for (let round = 0; round < 4; round++) {
    await engine.submit(transaction([registration(suffixes(round), [url('x')])]));
  }
  const events = engine.chain.events(undefined, 10_000);
  while (hub.ends.slow === 0) await new Promise((resolve) => setTimeout(resolve, 20));
  assert.equal(hub.clients, 1);
  await quick.until(() => quick.events.length === events.length);
  slow.response.resume();
  await slow.ended;
  const { reason, lastEventId } = JSON.parse(slow.messages.at(-1)?.data ?? '{}');
  assert.deepEqual([reason, lastEventId], ['slow', slow.events.at(-1)?.id]);
  assert.ok(slow.events.length < events.length);
  const again = await connect(lastEventId);
  await again.until(() => again.events.length === events.length - slow.events.length);
  assert.deepEqual(
    [...slow.events, ...again.events].map(({ id }) => id),
    events.map(({ id }) => id),
  );
  hub.close();
  await Promise.all([again.ended, quick.ended]);
  await engine.close();
});

test('streams that read old events give way to the rest of the node', async (context) => {
  let pages = 0;
  const old: Pick<ChainReader, 'events'> = {
    events: (after, limit) => {
      pages += 1;
      const startMs = performance.now();
      while (performance.now() - startMs < 3);
      const height = Number(String(after).split('-')[0]) + 1;
      if (height > 20) return [];
      const params = Uint8Array.of(0xa0);
      return Array.from({ length: limit }, (_, index) => {
        return { id: `${height}-${index}-0`, height, index, n: 0, type: 'a.b', params };
      });
    },
  };
  const chain: ChainReader = Object.assign(Object.create(null), old);
  const hub = new EventHub(chain, LIMITS, () => assert.fail());
  const socketPath = await serveHub(context, hub);
  const clients = await Promise.all(
    ['0-0-0', '1-0-0', '2-0-0'].map((id) =>
      EventClient.connect({ socketPath }, { 'last-event-id': id }),
    ),
  );
  let most = 0;
  while (clients.some(({ events }) => String(events.at(-1)?.id).startsWith('20-') !== true)) {
    const before = pages;
    await new Promise((resolve) => setImmediate(resolve));
    most = Math.max(most, pages - before);
  }
  assert.ok(most <= 2, `${most} pages in one turn`);
  hub.close();
});

test('when events can not be read the stream ends and the node goes on', async (context) => {
  const broken: Pick<ChainReader, 'events'> = {
    events: () => {
      throw new Error('bit rot');
    },
  };
  const failures: unknown[] = [];
  const engine = await memoryEngine();
  const chain = Object.assign(Object.create(engine.chain), broken);
  const hub = new EventHub(chain, LIMITS, (error) => failures.push(error));
  const client = await EventClient.connect(
    { socketPath: await serveHub(context, hub) },
    { 'last-event-id': '0-0-0' },
  );
  await client.ended;
  assert.equal(failures.length, 1);
  assert.equal(JSON.parse(client.messages.at(-1)?.data ?? '').reason, 'failed');
  await engine.close();
});
