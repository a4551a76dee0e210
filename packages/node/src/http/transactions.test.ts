import assert from 'node:assert/strict';
import { connect } from 'node:net';
import { test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { EngineError } from '@touchmark/engine';
import { verifyReceipt } from '@touchmark/verify';
import { rawRequest } from '../testing/raw-request.ts';
import { registration, testGenesis, transaction, url } from '../testing/test-network.ts';
import { done, get, memoryEngine, submit, testNode } from '../testing/test-node.ts';

const one = [url('one')];

test('a submission waits for its block; its receipt can be fetched and proven', async (context) => {
  const node = await testNode(context);
  const bytes = transaction([registration(['a'], one)]);
  const receipt = await done(node, bytes);
  const fetched = await get(node, `/v1/receipts/${receipt.transaction}`);
  assert.deepEqual(fetched.body, receipt);
  const proven = await get(node, `/v1/receipts/${receipt.transaction}?proof=1`);
  const proof = Buffer.from(String(proven.body['proof']), 'base64');
  assert.equal(verifyReceipt(proof, { genesis: testGenesis() }).height, receipt.block);
  const raw = await fetch(`${node.url}/v1/receipts/${receipt.transaction}`, {
    headers: { accept: 'application/cbor' },
  });
  assert.deepEqual(Buffer.from(await raw.arrayBuffer()), proof);
  // Again: the same receipt.
  assert.deepEqual(await done(node, bytes), receipt);
});

test('without waiting: 202, then the receipt when there is one', async (context) => {
  const node = await testNode(context);
  const response = await submit(node, transaction([registration(['a'], one)]), '?wait=0');
  assert.equal(response.status, 202);
  const pending = await response.json();
  assert.equal(pending.status, 'pending');
  assert.equal(response.headers.get('location'), pending.receipt);
  const receipt = await get(node, `${pending.receipt}?wait=5000`);
  assert.deepEqual([receipt.status, receipt.body['status']], [200, 'done']);
});

test('a receipt can be waited for before the transaction is sent', async (context) => {
  const node = await testNode(context);
  const probe = await submit(node, transaction([registration(['probe'], one)]), '?wait=0');
  await probe.json();
  const bytes = transaction([registration(['a'], one)]);
  const unknown = await get(node, `/v1/receipts/${'0'.repeat(64)}?wait=20`);
  assert.deepEqual([unknown.status, unknown.body['code']], [404, 'RECEIPT_ABSENT']);
  const { decodeTransaction } = await import('@touchmark/codec');
  const id = Buffer.from(decodeTransaction(bytes).id).toString('hex');
  const waiting = get(node, `/v1/receipts/${id}?wait=5000`);
  await new Promise((resolve) => setTimeout(resolve, 50));
  await done(node, bytes);
  assert.equal((await waiting).body['status'], 'done');
});

test('a refusal by the ledger is a receipt, in the language asked for', async (context) => {
  const node = await testNode(context);
  await done(node, transaction([registration(['a'], one)]));
  const response = await submit(node, transaction([registration(['a'], one)]));
  const receipt = await response.json();
  assert.equal(response.status, 200);
  assert.equal(receipt.status, 'refused');
  assert.match(receipt.code, /^NAMING_/);
  const zh = await get(node, `/v1/receipts/${receipt.transaction}`, { 'accept-language': 'zh' });
  assert.match(String(zh.body['message']), /[\u4e00-\u9fff]/);
});

test('what reaches no block is a problem', async (context) => {
  const node = await testNode(context);
  const cases: [string, Uint8Array, number, string][] = [
    ['not CBOR', Uint8Array.of(0xff), 400, ''],
    ['empty', new Uint8Array(0), 400, ''],
    [
      'other chain',
      transaction([registration(['x'], one)], { chainId: 'other' }),
      422,
      'TRANSACTION_WRONG_CHAIN',
    ],
    [
      'expired',
      transaction([registration(['x'], one)], { lifeMs: -1_000 }),
      422,
      'TRANSACTION_EXPIRED',
    ],
    [
      'trailing byte',
      Buffer.concat([transaction([registration(['x'], one)]), Buffer.of(0)]),
      400,
      '',
    ],
  ];
  const forged = transaction([registration(['x'], one)]);
  forged[forged.length - 1] = (forged[forged.length - 1] ?? 0) ^ 1;
  cases.push(['forged', forged, 422, 'SIGNATURE_INVALID']);
  for (const [name, bytes, status, code] of cases) {
    for (const query of ['', '?wait=0']) {
      const response = await submit(node, bytes, query);
      const problem = await response.json();
      assert.equal(response.status, status, `${name}: ${JSON.stringify(problem)}`);
      assert.equal(response.headers.get('content-type'), 'application/problem+json');
      assert.equal(problem.type, `/problems/${problem.code}`);
      assert.equal(problem.instance, response.headers.get('x-request-id'));
      if (code !== '') assert.equal(problem.code, code);
    }
  }
});

test('media types and sizes that are not taken', async (context) => {
  const node = await testNode(context, { 'http.body_limit_bytes': '2048' });
  const post = (body: string, headers: Record<string, string>) =>
    fetch(`${node.url}/v1/transactions`, { method: 'POST', body, headers });
  for (const type of [
    'application/json',
    'text/plain',
    'nonsense',
    'application/x-www-form-urlencoded',
  ]) {
    const response = await post('{"a":', { 'content-type': type });
    assert.deepEqual(
      [response.status, (await response.json()).code],
      [415, 'MEDIA_TYPE_UNSUPPORTED'],
    );
  }
  const large = await post('x'.repeat(2_049), { 'content-type': 'application/cbor' });
  assert.deepEqual([large.status, (await large.json()).code], [413, 'REQUEST_TOO_LARGE']);
});

test('an overloaded engine: 503 with Retry-After, and the node goes on', async (context) => {
  const engine = await memoryEngine();
  const submitted = engine.submit.bind(engine);
  let overloaded = false;
  engine.submit = (bytes) =>
    overloaded
      ? Promise.reject(new EngineError('ENGINE_OVERLOADED', 'full', { retryAfterMs: 2_300 }))
      : submitted(bytes);
  const node = await testNode(context, {}, engine);
  overloaded = true;
  for (const query of ['', '?wait=0']) {
    const response = await submit(node, transaction([registration(['a'], one)]), query);
    assert.equal(response.status, 503);
    assert.equal(response.headers.get('retry-after'), '3');
    assert.equal((await response.json()).code, 'NODE_OVERLOADED');
  }
  overloaded = false;
  assert.equal((await submit(node, transaction([registration(['a'], one)]))).status, 200);
});

test('202 comes when a transaction is taken, whoever waits how long; an error that comes before is the answer', async (context) => {
  const engine = await memoryEngine();
  const submitted = engine.submit.bind(engine);
  const node = await testNode(context, { 'http.commit_wait_ms': '100' }, engine);
  const takes: (() => void)[] = [];
  let answer = Promise.withResolvers<never>();
  engine.submit = (_bytes, onTaken = () => undefined) => {
    takes.push(onTaken);
    return answer.promise;
  };
  for (const query of ['', '?wait=0', '?wait=50']) {
    const response = submit(node, transaction([registration(['a'], one)]), query);
    while (takes.length === 0) await pause(5);
    const early = await Promise.race([response, pause(300, 'none yet')]);
    assert.equal(early, 'none yet');
    takes.pop()?.();
    assert.equal((await response).status, 202);
    const refused = submit(node, transaction([registration(['a'], one)]), query);
    while (takes.length === 0) await pause(5);
    await pause(150);
    answer.reject(new EngineError('ENGINE_OVERLOADED', 'full', { retryAfterMs: 1_000 }));
    const problem = await refused;
    assert.deepEqual([problem.status, (await problem.json()).code], [503, 'NODE_OVERLOADED']);
    takes.length = 0;
    answer = Promise.withResolvers<never>();
  }
  engine.submit = submitted;
});

test('what is not taken in time is not said to be pending: nobody knows', async (context) => {
  const engine = await memoryEngine();
  const submitted = engine.submit.bind(engine);
  const node = await testNode(context, { 'http.commit_wait_ms': '1' }, engine);
  engine.submit = () => new Promise(() => undefined);
  const bytes = transaction([registration(['a'], one)]);
  await Promise.all(
    ['', '?wait=0'].map(async (query) => {
      const response = await submit(node, bytes, query);
      assert.deepEqual([response.status, response.headers.get('retry-after')], [503, '2']);
      assert.equal((await response.json()).code, 'ADMISSION_PENDING');
    }),
  );
  engine.submit = submitted;
});

test('the number of requests that wait is bounded', async (context) => {
  const node = await testNode(context, { 'http.waiting_requests': '2' });
  const wait = () => get(node, `/v1/receipts/${'0'.repeat(64)}?wait=300`);
  const answers = await Promise.all([wait(), wait(), wait(), wait()]);
  const statuses = answers.map(({ status }) => status).sort((left, right) => left - right);
  assert.deepEqual(statuses, [404, 404, 503, 503]);
  assert.equal((await wait()).status, 404);
});

test('who asks for receipts takes no room from those who submit, and leaves when his connection ends', async (context) => {
  const node = await testNode(context, { 'http.waiting_requests': '50' });
  const ask = `GET /v1/receipts/${'0'.repeat(64)}?wait=30000 HTTP/1.1\r\nHost: x\r\n\r\n`;
  const crowds = [1, 2].map(() => connect(node.port, '127.0.0.1'));
  for (const crowd of crowds) {
    crowd.on('error', () => undefined);
    crowd.write(ask.repeat(200));
  }
  const wait = () => get(node, `/v1/receipts/${'0'.repeat(64)}?wait=1`);
  while ((await wait()).status !== 503) await pause(10);
  assert.equal((await submit(node, transaction([registration(['a'], [url('x')])]))).status, 200);
  for (const crowd of crowds) crowd.destroy();
  while ((await wait()).status !== 404) await pause(10);
});

test('one connection waits for a few receipts at a time only', async (context) => {
  const node = await testNode(context, { 'http.waiting_requests': '40' });
  const ask = `GET /v1/receipts/${'0'.repeat(64)}?wait=300 HTTP/1.1\r\nHost: x\r\n\r\n`;
  const answer = await rawRequest(node.port, ask.repeat(66), 3_000);
  const count = (status: number): number => answer.split(`HTTP/1.1 ${status}`).length - 1;
  assert.deepEqual([count(404), count(503)], [66, 0]);
});

test('bodies that are still coming in have so much memory together', async (context) => {
  const node = await testNode(context, { 'http.body_limit_bytes': '2048' });
  const head = 'POST /v1/transactions HTTP/1.1\r\nHost: x\r\nContent-Type: application/cbor\r\n';
  const slow = Array.from({ length: 64 }, () => connect(node.port, '127.0.0.1'));
  context.after(() => slow.map((socket) => socket.destroy()));
  for (const socket of slow) {
    socket.on('error', () => undefined);
    socket.write(`${head}Content-Length: 2048\r\n\r\n${'x'.repeat(2_047)}`);
  }
  const send = () => submit(node, transaction([registration(['a'], [url('x')])]));
  while ((await send()).status !== 503) await pause(10);
  for (const socket of slow) socket.destroy();
  while ((await send()).status !== 200) await pause(10);
});
