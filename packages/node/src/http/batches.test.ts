import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CborWriter } from '@touchmark/codec';
import { EngineError } from '@touchmark/engine';
import { registration, transaction, url } from '../testing/test-network.ts';
import { done, get, memoryEngine, testNode } from '../testing/test-node.ts';
import type { Node } from '../create-node.ts';

const one = [url('one')];

function batchOf(transactions: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const writer = new CborWriter(64 * 1024).array(transactions.length);
  for (const bytes of transactions) writer.bytes(bytes);
  return Uint8Array.from(writer.finish());
}

function post(node: Node, body: Uint8Array<ArrayBuffer>, query = ''): Promise<Response> {
  const headers = { 'content-type': 'application/cbor' };
  return fetch(`${node.url}/v1/batches${query}`, { method: 'POST', headers, body });
}

interface Result {
  status: string | number;
  code?: string;
  retryAfterSeconds?: number;
  transaction?: string;
  receipt?: string;
}

async function results(response: Response): Promise<Result[]> {
  assert.equal(response.status, 200);
  const answer: { results: Result[] } = await response.json();
  return answer.results;
}

test('a batch is answered as each of its transactions alone would be, in their order', async (context) => {
  const node = await testNode(context);
  const good = transaction([registration(['a'], one)]);
  const known = await done(node, good);
  const forged = transaction([registration(['c'], one)]);
  forged[forged.length - 1] = (forged[forged.length - 1] ?? 0) ^ 1;
  const batch = [
    good,
    transaction([registration(['b'], one)]),
    transaction([registration(['a'], one)]),
    forged,
    Uint8Array.of(0xff),
    transaction([registration(['d'], one)]),
  ];
  const found = await results(await post(node, batchOf(batch)));
  assert.deepEqual(found[0], { ...known });
  assert.deepEqual(
    found.map(({ status }) => status),
    ['done', 'done', 'refused', 422, 400, 'done'],
  );
  assert.match(found[2]?.code ?? '', /^NAMING_/);
  assert.equal(found[3]?.code, 'SIGNATURE_INVALID');
  for (const { transaction: id } of found.filter(({ status }) => status === 'done')) {
    assert.equal((await get(node, `/v1/receipts/${id}`)).body['status'], 'done');
  }
});

test('who does not wait hears that they are pending', async (context) => {
  const engine = await memoryEngine();
  const node = await testNode(context, {}, engine);
  const submit = engine.submit.bind(engine);
  const held = Promise.withResolvers<undefined>();
  engine.submit = async (bytes, onTaken) => {
    onTaken?.();
    await held.promise;
    return submit(bytes);
  };
  const batch = ['a', 'b'].map((suffix) => transaction([registration([suffix], one)]));
  const found = await results(await post(node, batchOf(batch), '?wait=0'));
  assert.deepEqual(
    found.map(({ status }) => status),
    ['pending', 'pending'],
  );
  held.resolve(undefined);
  const receipt = await get(node, `${found[1]?.receipt}?wait=5000`);
  assert.equal(receipt.status, 200);
});

test('without waiting, too, a batch says which signatures do not hold', async (context) => {
  const node = await testNode(context);
  const forged = transaction([registration(['b'], one)]);
  forged[forged.length - 1] = (forged[forged.length - 1] ?? 0) ^ 1;
  const batch = [transaction([registration(['a'], one)]), forged];
  const [good, bad] = await results(await post(node, batchOf(batch), '?wait=0'));
  // Its block may come first.
  assert.ok(['pending', 'done'].includes(String(good?.status)), String(good?.status));
  assert.deepEqual([bad?.status, bad?.code], [422, 'SIGNATURE_INVALID']);
});

test('one that finds no room says when to send it again, the others go on', async (context) => {
  const engine = await memoryEngine();
  const node = await testNode(context, {}, engine);
  const submit = engine.submit.bind(engine);
  let count = 0;
  engine.submit = (bytes) => {
    count += 1;
    if (count === 1) return submit(bytes);
    const full = new EngineError('ENGINE_OVERLOADED', 'full', { retryAfterMs: 1_500 });
    return Promise.reject(full);
  };
  const batch = ['a', 'b'].map((suffix) => transaction([registration([suffix], one)]));
  const found = await results(await post(node, batchOf(batch)));
  const { status, code, retryAfterSeconds } = found[1] ?? {};
  assert.deepEqual([status, code, retryAfterSeconds], [503, 'NODE_OVERLOADED', 2]);
  assert.notEqual(found[0]?.status, 503);
  const none = await post(node, batchOf(batch));
  const problem: { code: string } = await none.json();
  assert.deepEqual([none.status, problem.code], [503, 'NODE_OVERLOADED']);
  assert.equal(none.headers.get('retry-after'), '2');
});

test('what is no batch is refused as a whole', async (context) => {
  const node = await testNode(context);
  const many = batchOf(Array.from({ length: 1_001 }, () => Uint8Array.of(0xd2)));
  const bodies = [
    Uint8Array.of(),
    Uint8Array.of(0x80),
    Uint8Array.of(0x81, 0x01),
    Uint8Array.of(0x81, 0x42, 0xd2),
    Uint8Array.of(0x81, 0x41, 0xd2, 0x00),
    Uint8Array.of(0x9f, 0x41, 0xd2, 0xff),
    many,
  ];
  for (const body of bodies) {
    const response = await post(node, body);
    const problem: { code: string } = await response.json();
    assert.deepEqual([response.status, problem.code], [400, 'BATCH_INVALID']);
  }
});
