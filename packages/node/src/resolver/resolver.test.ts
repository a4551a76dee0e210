import assert from 'node:assert/strict';
import { test } from 'node:test';
import { MAX_OLDER_VERSIONS, verifyAnswer } from '@touchmark/verify';
import { parseRaw, rawGet, rawRequest } from '../testing/raw-request.ts';
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
const BINARY = {
  index: 2,
  type: 'BLOB',
  data: Uint8Array.of(0, 255),
  ttlSeconds: 0,
  permissions: 14,
};

test('resolve: JSON, its proof, the answer as bytes; absent and retired ones too', async (context) => {
  const node = await testNode(context);
  const text = 'https://例.example/"\\\u2028';
  const receipt = await done(node, transaction([registration(['a/b', 'r'], [url(text), BINARY])]));
  await done(node, transaction([retirement('88/r', 1)]));

  const { status, body, headers } = await get(node, '/v1/resolve/88/a/b');
  assert.equal(status, 200);
  assert.equal(headers.get('content-type'), 'application/json');
  assert.equal(headers.get('access-control-allow-origin'), '*');
  const when = { block: receipt.block, time: Object(body['updated']).time };
  assert.deepEqual(body, {
    identifier: '88/a/b',
    status: 'active',
    version: 1,
    holder: 'root',
    values: [
      {
        index: 1,
        type: 'URL',
        data: { format: 'text', value: text },
        ttl: 3_600,
        permissions: '1110',
      },
      {
        index: 2,
        type: 'BLOB',
        data: { format: 'base64', value: 'AP8=' },
        ttl: 0,
        permissions: '1110',
      },
    ],
    registered: when,
    updated: when,
    transaction: receipt.transaction,
    state: body['state'],
  });
  assert.equal(new Date(when.time).toISOString(), when.time);

  const proven = await get(node, '/v1/resolve/88/a/b?proof=1');
  const answer = Buffer.from(String(proven.body['proof']), 'base64');
  const verified = verifyAnswer(answer, { genesis });
  assert.equal(verified.status, 'present');
  assert.equal(Object(proven.body['state']).root, Buffer.from(verified.block.root).toString('hex'));

  for (const [path, code, expected] of [
    ['88/a/b', 200, 'present'],
    ['88/nothing', 404, 'absent'],
    ['88/r', 410, 'retired'],
  ] as const) {
    const response = await fetch(`${node.url}/v1/resolve/${path}`, {
      headers: { accept: 'application/cbor' },
    });
    assert.equal(response.status, code);
    assert.equal(response.headers.get('content-type'), 'application/cbor');
    const bytes = new Uint8Array(await response.arrayBuffer());
    assert.equal(verifyAnswer(bytes, { genesis }).status, expected);
    const proof = await fetch(`${node.url}/v1/prove/${path}`);
    assert.equal(proof.status, 200);
    assert.deepEqual(new Uint8Array(await proof.arrayBuffer()), bytes);
    if (code === 200) continue;
    const problem = await get(node, `/v1/resolve/${path}?proof=1`);
    assert.equal(problem.status, code);
    assert.equal(problem.headers.get('content-type'), 'application/problem+json');
    assert.equal(problem.body['code'], code === 404 ? 'RECORD_ABSENT' : 'RECORD_RETIRED');
    assert.equal(problem.body['proof'], Buffer.from(bytes).toString('base64'));
  }
  const retired = await get(node, '/v1/resolve/88/r', { 'accept-language': 'zh-CN,en;q=0.5' });
  assert.equal(retired.body['title'], '标识已注销');
  assert.equal(retired.body['reason'], 'melted down');
});

test('as of a block or time, also one that no header covered before', async (context) => {
  const node = await testNode(context);
  const first = await done(node, transaction([registration(['a'], [url('one')])]));
  const second = await done(node, transaction([update('88/a', 1, [url('two')])]));
  const valueAt = async (query: string): Promise<unknown> => {
    const { status, body } = await get(node, `/v1/resolve/88/a${query}`);
    return status === 200 ? Object(body['values'])[0].data.value : body['code'];
  };
  assert.equal(await valueAt(''), 'two');
  assert.equal(await valueAt(`?at=${second.block}`), 'two');
  assert.equal(await valueAt(`?at=${second.block - 1}`), 'one');
  assert.equal(await valueAt(`?at=${first.block - 1}`), 'RECORD_ABSENT');
  assert.equal(await valueAt('?at=999999'), 'STATE_NOT_YET');
  assert.equal(await valueAt('?at=2020-01-01T00:00:00Z'), 'RECORD_ABSENT');
  assert.equal(await valueAt('?at=2999-01-01T00:00:00Z'), 'STATE_NOT_YET');
  const height = node.engine.status().height;
  await new Promise((resolve) => setTimeout(resolve, 1_100));
  assert.equal(await valueAt(`?at=${new Date(Date.now() - 10).toISOString()}`), 'two');
  assert.equal(node.engine.status().height, height + 1);
  const { body } = await get(node, '/v1/resolve/88/a');
  assert.deepEqual(Object(body['registered']).block, first.block);
  assert.deepEqual(Object(body['updated']).block, second.block);
  const response = await fetch(`${node.url}/v1/prove/88/a?at=${first.block}`);
  const answer = verifyAnswer(new Uint8Array(await response.arrayBuffer()), { genesis });
  assert.equal(answer.status, 'present');
});

test('of many versions the one in force then is found at once; a proof of too many is refused', async (context) => {
  const node = await testNode(context);
  const { block } = await done(node, transaction([registration(['a'], [url('0')])]));
  let last = block;
  const most = MAX_OLDER_VERSIONS + 1;
  for (let version = 1; version <= most; version += 250) {
    const actions = Array.from({ length: Math.min(250, most + 1 - version) }, (_, index) =>
      update('88/a', version + index, [url(String(version + index))]),
    );
    last = (await done(node, transaction(actions))).block;
  }
  const { body } = await get(node, `/v1/resolve/88/a?at=${block}`);
  assert.deepEqual([body['version'], Object(body['values'])[0].data.value], [1, '0']);
  const refused = await get(node, `/v1/resolve/88/a?at=${block}&proof=1`);
  assert.deepEqual([refused.status, refused.body['code']], [422, 'HISTORY_TOO_LONG']);
  const newest = await get(node, `/v1/resolve/88/a?at=${last}&proof=1`);
  assert.equal(newest.status, 200);
});

test('entity tags: 304 while nothing changes, for each form of the answer', async (context) => {
  const node = await testNode(context);
  await done(node, transaction([registration(['a'], [url('one')])]));
  const tags = new Set<string>();
  for (const [path, accept] of [
    ['/v1/resolve/88/a', 'application/json'],
    ['/v1/resolve/88/a?proof=1', 'application/json'],
    ['/v1/resolve/88/a', 'application/cbor'],
  ] as const) {
    const { headers } = await get(node, path, { accept });
    const etag = headers.get('etag') ?? '';
    assert.match(etag, /^"[^"]+"$/);
    tags.add(etag);
    for (const condition of [etag, `"x", ${etag}`, `W/${etag}`, '*']) {
      const again = await get(node, path, { accept, 'if-none-match': condition });
      assert.deepEqual([again.status, again.text, again.headers.get('etag')], [304, '', etag]);
    }
    const other = await get(node, path, { accept, 'if-none-match': '"x"' });
    assert.equal(other.status, 200);
  }
  assert.equal(tags.size, 3);
  const [tag = ''] = tags;
  await done(node, transaction([registration(['b'], [url('two')])]));
  const changed = await get(node, '/v1/resolve/88/a', { 'if-none-match': tag });
  assert.equal(changed.status, 200);
});

test('HEAD answers like GET, without a body', async (context) => {
  const node = await testNode(context);
  await done(node, transaction([registration(['a'], [url('one')])]));
  for (const path of ['/v1/resolve/88/a', '/v1/resolve/88/a?proof=1', '/v1/resolve/88/nothing']) {
    const got = await get(node, path);
    const head = await fetch(node.url + path, { method: 'HEAD' });
    assert.equal(head.status, got.status);
    assert.equal(await head.text(), '');
    if (got.status !== 200) continue;
    assert.equal(head.headers.get('content-length'), String(Buffer.byteLength(got.text)));
    assert.equal(head.headers.get('etag'), got.headers.get('etag'));
  }
});

test('paths that URL libraries would clean up are refused as they are', async (context) => {
  const node = await testNode(context);
  for (const path of [
    '/v1/resolve/88/../../etc/passwd',
    '/v1/resolve/88/..%2f..%2fetc%2fpasswd',
    '/v1/resolve/88/%2e%2e/%2e%2e/x',
    '/v1/resolve/88/a%00',
    '/v1/resolve/88//a',
    '/v1/resolve/88/%C0%AE%C0%AE',
    '/v1/resolve/88/\\..\\..',
    '/v1/resolve/%38%38/%',
    '/v1/resolve/',
    `/v1/resolve/88/${'%41'.repeat(600)}`,
  ]) {
    const { status, body } = parseRaw(await rawGet(node.port, path));
    const problem = JSON.parse(body);
    assert.equal(status, path.includes('\\') ? 404 : 400, path);
    assert.equal(problem.status, status);
  }
});

test('many requests at once on one connection are answered in their order', async (context) => {
  const node = await testNode(context);
  const suffixes = Array.from({ length: 200 }, (_, number) => `n${number}`);
  await done(node, transaction([registration(suffixes, [url('x')])]));
  const count = 600;
  const requests = Array.from({ length: count }, (_, number) => {
    const last = number === count - 1 ? 'Connection: close\r\n' : '';
    return `GET /v1/resolve/88/n${number} HTTP/1.1\r\nHost: x\r\n${last}\r\n`;
  });
  const text = await rawRequest(node.port, requests.join(''), 10_000);
  const answers = text.split(/(?=HTTP\/1\.1 )/);
  assert.equal(answers.length, count);
  for (const [number, answer] of answers.entries()) {
    const { status, body } = parseRaw(answer);
    assert.equal(status, number < 200 ? 200 : 404);
    if (status === 200) assert.equal(JSON.parse(body).identifier, `88/n${number}`);
  }
});
