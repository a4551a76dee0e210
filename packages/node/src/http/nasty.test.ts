import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { connect } from 'node:net';
import { registration, transaction, url } from '../testing/test-network.ts';
import { done, get, testNode } from '../testing/test-node.ts';

const REQUESTS = 4_000;
const PER_CONNECTION = 4;

const ROUTES = [
  '/v1/resolve/',
  '/v1/prove/',
  '/v1/list/',
  '/v1/prefixes',
  '/v1/prefixes/',
  '/v1/organizations',
  '/v1/organizations/',
  '/v1/receipts/',
  '/v1/blocks',
  '/v1/blocks/',
  '/v1/header/latest',
  '/v1/events',
  '/v1/statistics',
  '/v1/genesis',
  '/v1/transactions',
  '/problems/',
  '/readyz',
  '/docs/',
  '/docs/static/',
  '/openapi.json',
  '/',
];
const PIECES = [
  '88',
  '/',
  '..',
  '.',
  '%2F',
  '%2e',
  '%00',
  '%',
  '%zz',
  '%C0%AF',
  '%EF%BF%BF',
  '%F0%9F%98%80',
  '\\',
  ';',
  '//',
  'a',
  '__proto__',
  'constructor',
  '-1',
  '0',
  '99999999999999999999',
  '1e9',
  'NaN',
  '%0d%0a',
  '\xff',
  '\xc3\xa9',
  '{}',
  '?',
  '&',
  '=',
  'limit',
  'after',
  'at',
  'proof',
  'wait',
  'before',
  'under',
  'verbose',
  '0-0-0',
  '1-2-3',
  'x'.repeat(300),
];
const METHODS = ['GET', 'GET', 'GET', 'HEAD', 'POST', 'PUT', 'DELETE', 'OPTIONS', 'PATCH'];
const HEADERS = [
  'Accept: application/cbor',
  'Accept: text/event-stream;q=x',
  'Accept: ,,;;',
  'Accept-Language: zh;q=9, *;q=-1, \xff',
  'Authorization: Touchmark AAAA',
  'Authorization: Touchmark',
  'Authorization: Basic Og==',
  'If-None-Match: W/',
  'If-None-Match: ","',
  'Last-Event-ID: __proto__',
  'Range: bytes=0-',
  'Content-Type: application/cbor',
  'Content-Type: application/json',
  'Content-Type: \xff',
  'Expect: something',
  'Origin: null',
  'Cookie: a=b',
  'X-Forwarded-For: ::',
  'Accept-Encoding: *',
];

const nastyRequest = fc
  .record({
    method: fc.constantFrom(...METHODS),
    route: fc.constantFrom(...ROUTES),
    rest: fc.array(fc.constantFrom(...PIECES), { maxLength: 6 }),
    query: fc.option(fc.array(fc.constantFrom(...PIECES), { maxLength: 5 })),
    headers: fc.uniqueArray(fc.constantFrom(...HEADERS), {
      maxLength: 3,
      selector: (header) => header.split(':')[0],
    }),
    body: fc.option(fc.uint8Array({ maxLength: 200 })),
  })
  .map(({ method, route, rest, query, headers, body }) => {
    const path = route + rest.join('') + (query === null ? '' : `?${query.join('')}`);
    const bytes = body === null ? Buffer.alloc(0) : Buffer.from(body);
    const head = [
      `${method} ${path} HTTP/1.1`,
      'Host: x',
      ...headers,
      `Content-Length: ${bytes.length}`,
    ];
    return Buffer.concat([Buffer.from(`${head.join('\r\n')}\r\n\r\n`, 'latin1'), bytes]);
  });

/** Sends requests one after the other on one connection; gives the statuses and whatever claims to be a problem. */
function converse(port: number, requests: Buffer[]): Promise<string> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    let text = '';
    const timer = setTimeout(() => socket.destroy(), 400);
    socket.setEncoding('latin1');
    socket.on('data', (chunk: string) => {
      text += chunk;
    });
    socket.on('error', () => undefined);
    socket.on('close', () => {
      clearTimeout(timer);
      resolve(text);
    });
    socket.write(Buffer.concat(requests));
    socket.end();
  });
}

test(`${REQUESTS} nasty requests: never a status of 500 or above, and the node is as before`, async (context) => {
  const node = await testNode(context, { 'http.connections_check_interval_ms': '200' });
  await done(node, transaction([registration(['a'], [url('x')])]));
  const before = await get(node, '/v1/resolve/88/a');
  const requests = fc.sample(nastyRequest, {
    numRuns: REQUESTS,
    seed: Number(process.env['SEED'] ?? 7),
  });
  const seen = new Map<number, number>();
  const batches = Array.from({ length: REQUESTS / PER_CONNECTION }, (_, index) =>
    requests.slice(index * PER_CONNECTION, (index + 1) * PER_CONNECTION),
  );
  const next = async (): Promise<void> => {
    for (let batch = batches.pop(); batch !== undefined; batch = batches.pop()) {
      const text = await converse(node.port, batch);
      for (const [, status] of text.matchAll(/HTTP\/1\.1 (\d{3}) /g)) {
        seen.set(Number(status), (seen.get(Number(status)) ?? 0) + 1);
        // 503 is for overload; nothing here is much.
        assert.ok(Number(status) < 500, `${status}: ${Buffer.concat(batch).toString('latin1')}`);
      }
    }
  };
  await Promise.all(Array.from({ length: 16 }, next));
  const answered = [...seen.values()].reduce((sum, count) => sum + count, 0);
  assert.ok(answered > REQUESTS / 2, JSON.stringify([...seen]));
  for (const status of [200, 400, 404, 405]) assert.ok((seen.get(status) ?? 0) > 0, String(status));
  const after = await get(node, '/v1/resolve/88/a');
  assert.deepEqual(after.body, before.body);
});
