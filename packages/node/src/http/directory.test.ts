import assert from 'node:assert/strict';
import { test } from 'node:test';
import { MAX_LIST_LIMIT, verifyAnswer } from '@touchmark/verify';
import {
  delegation,
  registration,
  retirement,
  testGenesis,
  transaction,
  url,
} from '../testing/test-network.ts';
import { done, get, testNode } from '../testing/test-node.ts';

const one = [url('one')];
const genesis = testGenesis();

function listOf(value: unknown): Record<string, unknown>[] {
  assert.ok(Array.isArray(value));
  return value;
}

test('a list in pages, each proven complete', async (context) => {
  const node = await testNode(context);
  const suffixes = Array.from(
    { length: 25 },
    (_, number) => `s${String(number).padStart(2, '0')}/x`,
  );
  await done(node, transaction([registration(suffixes, one)]));
  await done(node, transaction([retirement('88/s03/x', 1), delegation('88.1')]));
  await done(node, transaction([registration(['other'], one, '88.1')]));
  const found: unknown[] = [];
  let after = '';
  let pages = 0;
  for (let next: unknown = ''; next !== null; pages++) {
    const page = await get(node, `/v1/list/88?limit=10&proof=1${after}`);
    assert.equal(page.status, 200);
    const records = listOf(page.body['records']);
    const answer = verifyAnswer(Buffer.from(String(page.body['proof']), 'base64'), { genesis });
    assert.ok(answer.status === 'list');
    assert.deepEqual(
      answer.records.map((record) => record.identifier),
      records.map((record) => record['identifier']),
    );
    found.push(...records.map((record) => record['identifier']));
    const plain = await get(node, `/v1/list/88?limit=10${after}`);
    assert.deepEqual(plain.body['records'], records);
    next = page.body['next'];
    after = `&after=${encodeURIComponent(String(next))}`;
  }
  assert.equal(pages, 3);
  assert.deepEqual(
    found,
    suffixes.map((suffix) => `88/${suffix}`),
  );
  const first = await get(node, '/v1/list/88?limit=4');
  assert.equal(listOf(first.body['records'])[3]?.['status'], 'retired');
  const bytes = await fetch(`${node.url}/v1/list/88?limit=1000`, {
    headers: { accept: 'application/cbor' },
  });
  const answer = verifyAnswer(new Uint8Array(await bytes.arrayBuffer()), { genesis });
  assert.ok(answer.status === 'list' && answer.records.length === 25 && MAX_LIST_LIMIT >= 1_000);
  const empty = await get(node, '/v1/list/99');
  assert.deepEqual([empty.status, empty.body['records'], empty.body['next']], [200, [], null]);
});

const names = (body: Record<string, unknown>) =>
  listOf(body['prefixes']).map((entry) => entry['prefix']);

test('prefixes: all, below one, one; records between them are stepped over', async (context) => {
  const node = await testNode(context);
  const prefixes = ['88.1', '88.1.a', '88.1-x', '88.2', '89', '88-z'];
  for (const prefix of prefixes) await done(node, transaction([delegation(prefix)]));
  await done(
    node,
    transaction([registration(['a', 'b', 'c'], one), registration(['a'], one, '88.1')]),
  );
  const all = await get(node, '/v1/prefixes');
  assert.deepEqual(names(all.body), ['88', '88-z', '88.1', '88.1-x', '88.1.a', '88.2', '89']);
  const under = await get(node, '/v1/prefixes?under=88');
  assert.deepEqual(names(under.body), ['88.1', '88.1-x', '88.1.a', '88.2']);
  const page = await get(node, '/v1/prefixes?under=88&limit=2');
  assert.deepEqual([names(page.body), page.body['next']], [['88.1', '88.1-x'], '88.1-x']);
  const rest = await get(node, '/v1/prefixes?under=88&limit=2&after=88.1-x');
  assert.deepEqual([names(rest.body), rest.body['next']], [['88.1.a', '88.2'], null]);
  const single = await get(node, '/v1/prefixes/88');
  assert.deepEqual(single.body['counts'], {
    registered: 3,
    retired: 0,
    delegated: 3,
    organizations: 1,
  });
  assert.equal((await get(node, '/v1/prefixes/77')).body['code'], 'PREFIX_ABSENT');
  assert.equal((await get(node, '/v1/prefixes/8..8')).body['code'], 'IDENTIFIER_PREFIX');
});

test('organizations, with their keys', async (context) => {
  const node = await testNode(context);
  const page = await get(node, '/v1/organizations');
  const [organization] = listOf(page.body['organizations']);
  assert.deepEqual([organization?.['id'], organization?.['name']], ['root', '根 Root']);
  assert.deepEqual(organization?.['roles'], ['administrator', 'top-operator']);
  const { body } = await get(node, '/v1/organizations/root');
  assert.equal(listOf(body['keys'])[0]?.['status'], 'active');
  assert.equal((await get(node, '/v1/organizations?after=root')).body['next'], null);
  assert.equal((await get(node, '/v1/organizations/nobody')).body['code'], 'ORGANIZATION_ABSENT');
  assert.equal((await get(node, '/v1/organizations/N')).status, 400);
});

test('statistics follow the ledger', async (context) => {
  const node = await testNode(context);
  await done(node, transaction([registration(['a', 'b'], one)]));
  await done(node, transaction([retirement('88/a', 1)]));
  const { body } = await get(node, '/v1/statistics');
  assert.deepEqual(body['identifiers'], { registered: 2, retired: 1 });
  assert.equal(body['prefixes'], 1);
  assert.equal(Object(body['organizations']).byRole['top-operator'], 1);
  assert.equal(body['block'], node.engine.status().height);
});

test('blocks show what became of transactions, never the transactions', async (context) => {
  const node = await testNode(context);
  const secret = Buffer.concat([Buffer.alloc(16, 7), Buffer.from('the secret price')]);
  const value = { index: 5, type: 'PRICE', data: secret, ttlSeconds: 0, permissions: 0b1100 };
  const receipt = await done(node, transaction([registration(['a'], [value])]));
  const { body, text } = await get(node, `/v1/blocks/${receipt.block}`);
  assert.deepEqual(body['receipts'], [
    { transaction: receipt.transaction, status: 'done', code: 'OK' },
  ]);
  const page = await get(node, '/v1/blocks?limit=2');
  const next = Number(page.body['next']);
  const older = await get(node, `/v1/blocks?before=${next}&limit=100`);
  assert.equal(listOf(page.body['blocks'])[1]?.['block'], next);
  assert.equal(listOf(older.body['blocks'])[0]?.['block'], next - 1);
  assert.equal(older.body['next'], null);
  assert.equal((await get(node, '/v1/blocks/99')).body['code'], 'BLOCK_ABSENT');
  const everything = [text, page.text, (await get(node, '/v1/events')).text];
  everything.push((await get(node, '/v1/resolve/88/a?proof=1')).text);
  for (const shown of everything) {
    for (const encoding of ['utf8', 'base64', 'hex'] as const) {
      assert.equal(shown.includes(secret.subarray(16).toString(encoding).slice(0, 12)), false);
    }
  }
});

test('genesis and the newest header are what verification takes', async (context) => {
  const node = await testNode(context);
  const response = await fetch(`${node.url}/v1/genesis`);
  assert.deepEqual(new Uint8Array(await response.arrayBuffer()), new Uint8Array(genesis));
  const { body } = await get(node, '/v1/header/latest');
  assert.equal(Object(body['state']).block, node.engine.status().height);
  assert.equal(typeof body['signedHeader'], 'string');
});
