/** Whoever asks in Chinese is answered in Chinese, whatever is wrong. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ledger } from '@touchmark/ledger';
import { parseRaw, rawRequest } from '../testing/raw-request.ts';
import { delegation, transaction } from '../testing/test-network.ts';
import { get, memoryEngine, testNode } from '../testing/test-node.ts';
import { PROBLEMS } from './catalogue.ts';
import { CODEC_WORDS, codecDetails } from './codec-words.ts';
import { problemOfError } from './from-error.ts';
import { ProblemError, renderProblem } from './problem.ts';

const CHINESE = /\p{Script=Han}/u;
/** Names of fields, settings and routes stay; a sentence does not. */
const SENTENCE = /(?:\b[A-Za-z]+ ){4}/;
const ZH = { 'accept-language': 'zh-CN,zh;q=0.9' };

function assertChinese(text: unknown, about: string): void {
  assert.equal(typeof text, 'string', about);
  assert.match(String(text), CHINESE, about);
  assert.doesNotMatch(String(text), SENTENCE, about);
}

test('every code of the node, the codecs and the ledger is told in Chinese', async (context) => {
  const node = await testNode(context, {}, await memoryEngine());
  const codes = [
    ...Object.keys(PROBLEMS),
    ...Object.keys(CODEC_WORDS),
    ...ledger.registry.errors.keys(),
  ];
  assert.ok(codes.length > 150, String(codes.length));
  for (const code of codes) {
    const { title, detail } = renderProblem(new ProblemError(code), 'zh', '');
    assertChinese(title, code);
    assertChinese(detail, code);
    const described = await get(node, `/problems/${code}`, ZH);
    assert.equal(described.status, 200, code);
    assertChinese(described.body['title'], code);
    assertChinese(described.body['fix'], code);
  }
  for (const code of Object.keys(CODEC_WORDS)) {
    assertChinese(codecDetails(code, 'something is wrong here now (at byte 7)').zh, code);
  }
});

test('what the engine and others throw is told in Chinese', () => {
  for (const thrown of [
    new Error('anything at all went wrong here'),
    Object.assign(new Error('x'), { code: 'FST_ERR_VALIDATION' }),
    Object.assign(new Error('x'), { statusCode: 400 }),
  ]) {
    assertChinese(renderProblem(problemOfError(thrown), 'zh', '').detail, String(thrown));
  }
});

const HASH = '0'.repeat(64);
const PATHS = [
  '/v2/nothing',
  '/problems/NOPE',
  '/v1/resolve/88',
  '/v1/resolve/-/a',
  '/v1/resolve/88/%zz',
  '/v1/resolve/88/%ff',
  '/v1/resolve/88/a%2Fb',
  '/v1/resolve/88/a//b',
  '/v1/resolve/88/a?at=never',
  '/v1/resolve/88/a?at=999999',
  '/v1/resolve/88/a?proof=2',
  '/v1/resolve/88/a?proof=1&proof=1',
  '/v1/resolve/88/a?x=1',
  '/v1/resolve/88/a',
  '/v1/life/88/a?at=1',
  '/v1/prefixes/-',
  '/v1/prefixes/99',
  '/v1/list/88?after=%20',
  '/v1/organizations/nobody',
  '/v1/organizations/%00',
  '/v1/organizations?limit=0',
  '/v1/organizations?limit=1&limit=2',
  '/v1/organizations?x=1',
  '/v1/blocks/999999',
  '/v1/receipts/zz',
  `/v1/receipts/${HASH}`,
  '/v1/proposals/99',
  '/v1/changes/88?from=9&to=1',
  '/v1/entries?from=zz',
  '/v1/prefixes?limit=0',
  '/v1/events?after=x',
  '/v1/events?after=999999-0-0',
];

test('what can be asked wrongly is answered in Chinese', async (context) => {
  const node = await testNode(context);
  for (const path of PATHS) {
    const { status, body } = await get(node, path, ZH);
    assert.ok(status >= 400 && status < 500, `${path}: ${status}`);
    assertChinese(body['title'], path);
    assertChinese(body['detail'], path);
  }
  const noToken = await get(node, '/v1/resolve/88/a', { ...ZH, authorization: 'Bearer x' });
  assertChinese(noToken.body['detail'], 'a token');
});

test('transactions that cannot be read, or are turned away, are answered in Chinese', async (context) => {
  const node = await testNode(context);
  const good = transaction([delegation('9')]);
  const bodies = [
    Buffer.from('00', 'hex'),
    Buffer.from('d28443a1010aa0', 'hex'),
    good.subarray(0, 40),
    Buffer.concat([good, Buffer.from([0])]),
    transaction([delegation('9')], { chainId: 'other' }),
    transaction([delegation('9')], { lifeMs: -1 }),
  ];
  for (const body of bodies) {
    const response = await fetch(`${node.url}/v1/transactions`, {
      method: 'POST',
      headers: { ...ZH, 'content-type': 'application/cbor' },
      body: Buffer.from(body),
    });
    const problem = await response.json();
    assertChinese(problem.detail, problem.code);
  }
  const text = await fetch(`${node.url}/v1/transactions`, {
    method: 'POST',
    headers: ZH,
    body: 'x',
  });
  assertChinese((await text.json()).detail, 'media type');
  const long = `GET / HTTP/1.1\r\nHost: x\r\nAccept-Language: zh\r\nX: ${'y'.repeat(20_000)}\r\n\r\n`;
  const { body } = parseRaw(await rawRequest(node.port, long));
  assertChinese(JSON.parse(Buffer.from(body, 'latin1').toString()).detail, 'headers');
});
