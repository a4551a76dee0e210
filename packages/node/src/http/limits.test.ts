import assert from 'node:assert/strict';
import { connect, type Socket } from 'node:net';
import { test } from 'node:test';
import { parseRaw, rawGet, rawRequest } from '../testing/raw-request.ts';
import { get, testNode } from '../testing/test-node.ts';

const pause = (timeMs: number) => new Promise((resolve) => setTimeout(resolve, timeMs));

test('bytes that are not HTTP get a problem, and the connection closes', async (context) => {
  const node = await testNode(context);
  const cases: [string, number, string][] = [
    ['\x16\x03\x01\x02\x00\x01\x00\r\n\r\n', 400, 'REQUEST_MALFORMED'],
    ['GET / HTTP/9.9\r\n\r\n', 400, 'REQUEST_MALFORMED'],
    ['GET /\x00 HTTP/1.1\r\nHost: x\r\n\r\n', 400, 'REQUEST_MALFORMED'],
    ['GET /livez HTTP/1.1\r\nHost: x\r\nBad Header: y\r\n\r\n', 400, 'REQUEST_MALFORMED'],
    [
      'POST /v1/transactions HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n',
      400,
      'REQUEST_MALFORMED',
    ],
    [
      `GET /livez HTTP/1.1\r\nHost: x\r\nX: ${'y'.repeat(20_000)}\r\n\r\n`,
      431,
      'REQUEST_HEADERS_TOO_LARGE',
    ],
    [`GET /${'y'.repeat(20_000)} HTTP/1.1\r\nHost: x\r\n\r\n`, 431, 'REQUEST_HEADERS_TOO_LARGE'],
  ];
  for (const [bytes, expected, code] of cases) {
    const answer = await rawRequest(node.port, bytes);
    const { status, body } = parseRaw(answer);
    assert.equal(status, expected, bytes.slice(0, 60));
    assert.match(answer, /Content-Type: application\/problem\+json/);
    assert.equal(JSON.parse(body).code, code);
  }
  assert.equal((await get(node, '/livez')).status, 200);
});

test('connections that send nothing, or drop by drop, are let go', async (context) => {
  const node = await testNode(context, {
    'http.headers_timeout_ms': '300',
    'http.request_timeout_ms': '600',
    'http.connections_check_interval_ms': '50',
    'http.max_connections': '60',
  });
  const sockets: Socket[] = [];
  const count = { open: 0 };
  const starts = [
    '',
    'GET /livez HTTP/1.1\r\nHost: x\r\nX-Slow: ',
    'POST /v1/transactions HTTP/1.1\r\nHost: x\r\nContent-Type: application/cbor\r\nContent-Length: 1000\r\n\r\n',
  ];
  for (let number = 0; number < 45; number++) {
    const socket = connect(node.port, '127.0.0.1');
    sockets.push(socket);
    socket.on('connect', () => count.open++);
    socket.on('close', () => count.open--);
    socket.on('error', () => undefined);
    socket.resume();
    const start = starts[number % 3] ?? '';
    if (start === '') continue;
    socket.write(start);
    const drip = setInterval(() => socket.writable && socket.write('x'), 100);
    socket.on('close', () => clearInterval(drip));
  }
  await pause(150);
  assert.equal(count.open, 45);
  // While they hang, others are served.
  assert.equal((await get(node, '/livez')).status, 200);
  for (let waited = 0; count.open > 0 && waited < 60; waited++) await pause(50);
  assert.equal(count.open, 0);
});

test('above the number of connections new ones are closed, and the node recovers', async (context) => {
  const node = await testNode(context, { 'http.max_connections': '10' });
  const sockets: Socket[] = [];
  const count = { closed: 0 };
  for (let number = 0; number < 30; number++) {
    const socket = connect(node.port, '127.0.0.1');
    sockets.push(socket);
    socket.on('error', () => undefined);
    socket.on('close', () => count.closed++);
  }
  for (let waited = 0; count.closed < 19 && waited < 60; waited++) await pause(50);
  assert.ok(count.closed >= 19, String(count.closed));
  const expected = count.closed;
  for (const socket of sockets) socket.destroy();
  await pause(50);
  const { text } = await get(node, '/metrics');
  const dropped = Number(/^touchmark_connections_dropped_total (\d+)$/m.exec(text)?.[1]);
  assert.equal(dropped, expected);
  assert.equal((await get(node, '/livez')).status, 200);
});

test('unknown routes and methods', async (context) => {
  const node = await testNode(context);
  const unknown = await get(node, '/v2/nothing', { 'accept-language': 'zh' });
  assert.deepEqual([unknown.status, unknown.body['code']], [404, 'ROUTE_UNKNOWN']);
  assert.equal(unknown.body['title'], '该地址不存在');
  assert.equal(unknown.headers.get('content-language'), 'zh');
  for (const [method, path, allow] of [
    ['POST', '/v1/resolve/88/a', 'GET, HEAD'],
    ['DELETE', '/v1/transactions', 'POST'],
    ['PUT', '/v1/blocks/3', 'GET, HEAD'],
  ] as const) {
    const response = await fetch(node.url + path, { method });
    assert.equal(response.status, 405);
    assert.equal(response.headers.get('allow'), allow);
    assert.equal((await response.json()).code, 'METHOD_NOT_ALLOWED');
  }
  for (const target of [
    '*',
    'http://elsewhere/v1/blocks',
    '//v1/blocks',
    '/v1/blocks/%',
    '/%ff',
    '/v1/organizations/%00',
  ]) {
    const { status } = parseRaw(await rawGet(node.port, target));
    const known = target.startsWith('http:') ? status === 200 : status >= 400 && status < 500;
    assert.ok(known, `${target}: ${status}`);
  }
});

test('pages of other origins may read, and only read', async (context) => {
  const origin = 'https://shop.example';
  const open = await testNode(context);
  for (const path of ['/v1/resolve/88/a', '/v1/blocks', '/v1/transactions']) {
    const response = await fetch(open.url + path, {
      method: 'OPTIONS',
      headers: { origin, 'access-control-request-method': 'GET' },
    });
    assert.equal(response.status, 204);
    const reads = path !== '/v1/transactions';
    assert.equal(response.headers.get('access-control-allow-methods'), reads ? 'GET, HEAD' : null);
  }
  const posted = await fetch(`${open.url}/v1/transactions`, {
    method: 'POST',
    headers: { origin },
  });
  assert.equal(posted.headers.get('access-control-allow-origin'), null);
  const listed = await testNode(context, { 'http.cors_origins': origin });
  for (const path of ['/v1/resolve/88/nothing', '/v1/blocks']) {
    const allowed = await get(listed, path, { origin });
    assert.equal(allowed.headers.get('access-control-allow-origin'), origin);
    assert.match(allowed.headers.get('vary') ?? '', /Origin/);
    const other = await get(listed, path, { origin: 'https://evil.example' });
    assert.equal(other.headers.get('access-control-allow-origin'), null);
  }
});

test('answers say what they are and set no cookies', async (context) => {
  const node = await testNode(context);
  for (const path of [
    '/v1/blocks',
    '/v1/resolve/88/a',
    '/livez',
    '/nothing',
    '/docs',
    '/openapi.json',
  ]) {
    const { headers } = await get(node, path);
    assert.equal(headers.get('x-content-type-options'), 'nosniff', path);
    assert.equal(headers.get('set-cookie'), null);
    if (path === '/v1/resolve/88/a') continue;
    assert.match(headers.get('content-security-policy') ?? '', /default-src/);
    assert.notEqual(headers.get('x-request-id'), null);
  }
});
