/** The questions of light clients, and what is no such question. */
import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
import { CometRpcError, type ConsensusSource } from '@touchmark/engine';
import { memoryEngine, testNode } from '../testing/test-node.ts';

interface Asked {
  readonly method: string;
  readonly params: Record<string, unknown>;
}

async function door(context: TestContext, source?: ConsensusSource) {
  const engine = await memoryEngine();
  if (source !== undefined) Object.assign(engine, { consensus: source });
  const node = await testNode(context, {}, engine);
  return async (body: string, path = '/cometbft', type = 'application/json') => {
    const headers = { 'content-type': type };
    const response = await fetch(node.url + path, { method: 'POST', headers, body });
    const text = await response.text();
    return { status: response.status, json: JSON.parse(text) as Record<string, unknown> };
  };
}

const question = (method: unknown, params: unknown, id: unknown = 3): string =>
  JSON.stringify({ jsonrpc: '2.0', id, method, params });

test('questions about headers are handed on, with their numbers alone', async (context) => {
  const asked: Asked[] = [];
  const call = async (method: string, params: Record<string, unknown>) => {
    asked.push({ method, params });
    return { canonical: true };
  };
  const ask = await door(context, { call });
  for (const path of ['/cometbft', '/cometbft/']) {
    const { status, json } = await ask(question('commit', { height: '5' }), path);
    assert.equal(status, 200);
    assert.deepEqual(json, { jsonrpc: '2.0', id: 3, result: { canonical: true } });
  }
  await ask(question('validators', { height: null, page: 1, per_page: '100' }, 'x'));
  assert.deepEqual(asked.slice(1), [
    { method: 'commit', params: { height: '5' } },
    { method: 'validators', params: { page: '1', per_page: '100' } },
  ]);
});

test('nothing that changes anything is handed on, and nothing that is no question', async (context) => {
  const ask = await door(context, { call: () => assert.fail('it was handed on') });
  const codeOf = async (body: string): Promise<unknown> => {
    const { json } = await ask(body);
    return Reflect.get(Object(json['error']), 'code');
  };
  for (const method of ['broadcast_tx_sync', 'broadcast_evidence', 'abci_query', 'net_info', '']) {
    assert.equal(await codeOf(question(method, {})), -32_601, method);
  }
  const malformed = [
    'no json',
    '[]',
    'null',
    question(5, {}),
    question('commit', []),
    question('commit', { height: '-1' }),
    question('commit', { height: '5; rm' }),
    question('commit', { height: 1.5 }),
    question('commit', { height: { a: 1 } }),
    question('commit', { hash: '5' }),
    question('commit', {}, {}),
    question('commit', {}, 'x'.repeat(65)),
  ];
  for (const body of malformed) assert.equal(await codeOf(body), -32_600, body);
  const long = question('commit', { height: '5', page: ' '.repeat(5_000) });
  assert.equal((await ask(long)).json['code'], 'REQUEST_TOO_LARGE');
  const other = await ask(question('commit', {}), '/cometbft', 'text/plain');
  assert.equal(other.json['code'], 'MEDIA_TYPE_UNSUPPORTED');
});

test('what CometBFT refuses is told in its words, which its light clients read', async (context) => {
  const words = 'Internal error height 9 is not available, lowest height is 40';
  const call = () => Promise.reject(new CometRpcError('commit', words));
  const ask = await door(context, { call });
  const { status, json } = await ask(question('commit', { height: '9' }));
  assert.equal(status, 200);
  assert.match(String(Reflect.get(Object(json['error']), 'data')), /height 9 is not available/);
});

test('too many at once are told to come back', async (context) => {
  const held = Promise.withResolvers<object>();
  const ask = await door(context, { call: () => held.promise });
  const all = Array.from({ length: 33 }, () => ask(question('status', {})));
  const first = await Promise.race(all);
  assert.equal(first.json['code'], 'NODE_OVERLOADED');
  held.resolve({});
  const answers = await Promise.all(all);
  assert.equal(answers.filter(({ json }) => 'result' in json).length, 32);
});

test('a node whose engine signs itself has no such door', async (context) => {
  const ask = await door(context);
  const { status, json } = await ask(question('commit', {}));
  assert.deepEqual([status, json['code']], [404, 'ROUTE_UNKNOWN']);
});
