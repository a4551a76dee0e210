import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout } from 'node:timers/promises';
import { registration, transaction, url } from '../../../packages/node/src/testing/test-network.ts';
import { done, testNode } from '../../../packages/node/src/testing/test-node.ts';
import { probe } from './probe.ts';
import { SlowClients } from './slow-clients.ts';

const CONNECTIONS = 400;
const REQUESTS = 150;
const WAITS = 100;

test(`${CONNECTIONS} slow connections lock nobody out, and are let go`, async (context) => {
  const node = await testNode(context, {
    'http.headers_timeout_ms': '400',
    'http.request_timeout_ms': '800',
    'http.keep_alive_timeout_ms': '400',
    'http.connections_check_interval_ms': '50',
    'http.max_connections': '600',
  });
  await done(node, transaction([registration(['a'], [url('x')])]));
  const slow = new SlowClients(node.port, CONNECTIONS, 200);
  context.after(() => slow.close());
  for (let waited = 0; slow.open < CONNECTIONS && waited < WAITS; waited += 1) await setTimeout(50);
  assert.equal(slow.open, CONNECTIONS);
  const { failed } = await probe(`${node.url}/v1/resolve/88/a`, REQUESTS);
  assert.equal(failed, 0);
  await done(node, transaction([registration(['b'], [url('x')])]));
  slow.rest();
  // Those that don't read what they asked for are the patience of the whole exchange; all others are gone.
  const readers = CONNECTIONS / 4;
  for (let waited = 0; slow.open > readers && waited < WAITS; waited += 1) await setTimeout(50);
  assert.ok(slow.open <= readers, `${slow.open} are still there`);
  assert.ok(slow.letGo >= CONNECTIONS - readers);
});
