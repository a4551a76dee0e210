import assert from 'node:assert/strict';
import { test } from 'node:test';
import { verifyAnswer } from '@touchmark/verify';
import {
  registration,
  retirement,
  testGenesis,
  transaction,
  update,
  url,
} from '../testing/test-network.ts';
import { done, get, testNode } from '../testing/test-node.ts';

const genesis = testGenesis();

const proven = (body: Record<string, unknown>) =>
  verifyAnswer(Buffer.from(String(body['proof']), 'base64'), { genesis });
const items = (value: unknown): unknown[] => {
  assert.ok(Array.isArray(value));
  return value;
};

test('the life of a record and what changed, as JSON and proven', async (context) => {
  const node = await testNode(context);
  const first = await done(node, transaction([registration(['a', 'b'], [url('one')])]));
  await done(node, transaction([update('88/a', 1, [url('two')])]));
  const last = await done(node, transaction([retirement('88/a', 2)]));
  const life = await get(node, '/v1/life/88/a?proof=1');
  const versions = items(life.body['versions']).map((each) => Reflect.get(Object(each), 'version'));
  assert.deepEqual([life.status, versions], [200, [3, 2, 1]]);
  const answer = proven(life.body);
  assert.ok(answer.status === 'life' && answer.versions.length === 3);
  const absent = await get(node, '/v1/life/88/none?proof=1');
  assert.deepEqual([absent.status, absent.body['versions']], [200, []]);

  const changes = await get(node, `/v1/changes/88?from=${first.block}&to=${last.block}&proof=1`);
  const changed = items(changes.body['blocks']).map((each) => Reflect.get(Object(each), 'changed'));
  assert.deepEqual(changed, [['a', 'b'], ['a'], ['a']]);
  const answered = proven(changes.body);
  assert.ok(answered.status === 'changes' && answered.blocks.length === 3 && !answered.more);
  const future = await get(node, '/v1/changes/88?from=1&to=99999');
  assert.deepEqual([future.status, future.body['code']], [404, 'STATE_NOT_YET']);
  const backwards = await get(node, '/v1/changes/88?from=3&to=2');
  assert.deepEqual([backwards.status, backwards.body['code']], [400, 'PARAMETER_INVALID']);
});

test('aliases are followed to what they mean', async (context) => {
  const node = await testNode(context);
  await done(node, transaction([registration(['a'], [url('one')])]));
  const alias = { ...url('88/a'), type: 'HS_ALIAS' };
  await done(node, transaction([registration(['b'], [alias])]));
  const { body } = await get(node, '/v1/follow/88/b?proof=1');
  const names = items(body['steps']).map((each) => Reflect.get(Object(each), 'identifier'));
  assert.deepEqual(names, ['88/b', '88/a']);
  const answer = proven(body);
  assert.ok(answer.status === 'follow' && answer.outcome === 'present');
  const at = await get(node, '/v1/follow/88/b?at=1');
  assert.equal(at.status, 400);
});

test('entries of the state in pages, proven; never restricted data', async (context) => {
  const node = await testNode(context);
  await done(node, transaction([registration(['a', 'b', 'c'], [url('one')])]));
  const keys: unknown[] = [];
  let start = '2038382f';
  for (;;) {
    const page = await get(node, `/v1/entries?start=${start}&end=20383830&limit=2&proof=1`);
    keys.push(...items(page.body['entries']).map((each) => Reflect.get(Object(each), 'key')));
    const answer = proven(page.body);
    assert.ok(answer.status === 'entries');
    assert.equal(answer.entries.length, items(page.body['entries']).length);
    const { next } = page.body;
    if (next === null) break;
    assert.ok(typeof next === 'string');
    start = next;
  }
  assert.deepEqual(keys, ['2038382f61', '2038382f62', '2038382f63']);
  for (const range of ['start=22&end=23', 'start=20', 'start=2238&end=2239', 'start=21&end=2201']) {
    const { status, body } = await get(node, `/v1/entries?${range}`);
    assert.deepEqual([status, body['code']], [400, 'PARAMETER_INVALID'], range);
  }
  assert.equal((await get(node, '/v1/entries?start=2')).status, 400);
});
