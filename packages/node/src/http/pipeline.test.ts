import assert from 'node:assert/strict';
import { createServer, type Server, type ServerResponse } from 'node:http';
import { connect, type Socket } from 'node:net';
import { once } from 'node:events';
import { test, type TestContext } from 'node:test';
import { testNode } from '../testing/test-node.ts';
import { boundPipelines, MOST_QUEUED, MOST_UNDER_WAY } from './pipeline.ts';
import type { RequestListener } from './listener.ts';

const REQUEST = 'GET /x HTTP/1.1\r\nHost: x\r\n\r\n';

async function until(isTrue: () => boolean): Promise<void> {
  for (let waited = 0; !isTrue() && waited < 200; waited++) {
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  assert.ok(isTrue());
}

async function serve(context: TestContext, listener: RequestListener): Promise<Server> {
  const server = createServer(boundPipelines(listener));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  context.after(() => {
    server.closeAllConnections();
    server.close();
  });
  return server;
}

function connectTo(server: Server): Socket {
  const address = server.address();
  assert.ok(typeof address === 'object' && address !== null);
  return connect(address.port, '127.0.0.1').on('error', () => undefined);
}

test('a few requests of a connection are worked on at a time, the others in their turn', async (context) => {
  const held: ServerResponse[] = [];
  let begun = 0;
  const server = await serve(context, (_request, response) => {
    begun++;
    held.push(response);
  });
  const socket = connectTo(server);
  let answer = '';
  socket.on('data', (bytes: Buffer) => (answer += bytes.toString()));
  const count = 3 * MOST_UNDER_WAY;
  socket.write(REQUEST.repeat(count));
  await until(() => begun === MOST_UNDER_WAY);
  await new Promise((resolve) => setTimeout(resolve, 50));
  assert.equal(begun, MOST_UNDER_WAY);
  for (let ended = 0; ended < count; ended++) {
    await until(() => held.length > 0);
    held.shift()?.end('ok');
  }
  await until(() => answer.match(/HTTP\/1\.1 200 OK/g)?.length === count);
  socket.destroy();
});

test('far too many requests on a connection are answered 503 in their turn, and it closes', async (context) => {
  const held: ServerResponse[] = [];
  let isOpen = false;
  const server = await serve(context, (_request, response) => {
    if (isOpen) response.end('ok');
    else held.push(response);
  });
  const socket = connectTo(server);
  let answer = '';
  socket.on('data', (bytes: Buffer) => (answer += bytes.toString()));
  const closed = once(socket, 'close');
  for (let round = 0; round < 20; round++) {
    socket.write(REQUEST.repeat(500));
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  assert.equal(held.length, MOST_UNDER_WAY);
  isOpen = true;
  for (const response of held) response.end('ok');
  await closed;
  const expected = MOST_UNDER_WAY + MOST_QUEUED;
  assert.equal(answer.match(/HTTP\/1\.1 200 OK/g)?.length, expected);
  assert.equal(answer.match(/HTTP\/1\.1 503 /g)?.length, 1);
  assert.match(answer, /NODE_OVERLOADED/);
});

test('a connection that was held back reads on when it has its answers', async (context) => {
  const server = await serve(context, (_request, response) => {
    setTimeout(() => response.end('ok'), 2);
  });
  const socket = connectTo(server);
  let answer = '';
  socket.on('data', (bytes: Buffer) => (answer += bytes.toString()));
  const atOnce = 3 * MOST_UNDER_WAY + 5;
  for (let round = 1; round <= 10; round++) {
    socket.write(REQUEST.repeat(atOnce));
    await until(() => answer.match(/200 OK/g)?.length === round * atOnce);
  }
  assert.doesNotMatch(answer, / 503 /);
  socket.destroy();
});

test('bodies of requests that wait for their turn arrive whole', async (context) => {
  const lengths: number[] = [];
  const server = await serve(context, (request, response) => {
    let length = 0;
    request.on('data', (bytes: Buffer) => (length += bytes.length));
    request.on('end', () => {
      lengths.push(length);
      setTimeout(() => response.end('ok'), 1);
    });
  });
  const socket = connectTo(server);
  let answer = '';
  socket.on('data', (bytes: Buffer) => (answer += bytes.toString()));
  const size = 100_000;
  const head = `POST /x HTTP/1.1\r\nHost: x\r\nContent-Length: ${size}\r\n\r\n`;
  const count = 2 * MOST_UNDER_WAY + 3;
  socket.write((head + 'x'.repeat(size)).repeat(count));
  await until(() => answer.match(/200 OK/g)?.length === count);
  assert.deepEqual(
    lengths,
    Array.from({ length: count }, () => size),
  );
  socket.destroy();
});

test('when a connection ends, all that waits on it ends', async (context) => {
  let open = 0;
  const server = await serve(context, (_request, response) => {
    open++;
    response.on('close', () => open--);
  });
  const socket = connectTo(server);
  socket.write(REQUEST.repeat(MOST_UNDER_WAY));
  await until(() => open === MOST_UNDER_WAY);
  socket.destroy();
  await until(() => open === 0);
});

test('waits for receipts end with their connection, also those behind another one', async (context) => {
  // Room for exactly as many as one connection may have: others wait only if these are let go.
  const node = await testNode(context, { 'http.waiting_requests': String(MOST_UNDER_WAY) });
  const wait = (digit: string, waitMs: number): string =>
    `/v1/receipts/${digit.repeat(64)}?wait=${waitMs}`;
  const socket = connect(node.port, '127.0.0.1').on('error', () => undefined);
  const line = `GET ${wait('a', 60_000)} HTTP/1.1\r\nHost: x\r\n\r\n`;
  socket.write(line.repeat(MOST_UNDER_WAY));
  const status = async (): Promise<number> => (await fetch(node.url + wait('b', 1))).status;
  for (let waited = 0; (await status()) !== 503; waited++) assert.ok(waited < 200);
  socket.destroy();
  for (let waited = 0; (await status()) !== 404; waited++) {
    assert.ok(waited < 200);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
});
