import assert from 'node:assert/strict';
import { test } from 'node:test';
import { get, testNode } from '../testing/test-node.ts';

test('the bare address leads to the documentation', async (context) => {
  const node = await testNode(context);
  const answer = await fetch(node.url, { redirect: 'manual' });
  assert.deepEqual([answer.status, answer.headers.get('location')], [302, '/docs']);
});

test('a kind of problem is described; a code that does not exist is not', async (context) => {
  const node = await testNode(context);
  const known = ['EVENT_ID_INVALID', 'NAMING_IDENTIFIER_TAKEN', 'CBOR_TYPE', 'SIGNATURE_INVALID'];
  for (const code of known) assert.equal((await get(node, `/problems/${code}`)).status, 200, code);
  assert.equal((await get(node, '/problems/NOPE')).status, 404);
});

test('the docs page and what it loads come from the node alone', async (context) => {
  const node = await testNode(context);
  const page = await get(node, '/docs');
  assert.equal(page.status, 200);
  const policy = page.headers.get('content-security-policy') ?? '';
  assert.match(policy, /^default-src 'none'; script-src 'self';/);
  assert.doesNotMatch(policy, /https?:/);
  const sources = [...page.text.matchAll(/(?:src|href)="([^"]+)"/g)].map(
    ([, source]) => source ?? '',
  );
  assert.ok(sources.length >= 4);
  for (const source of sources) {
    assert.match(source, /^\/docs\//);
    assert.equal((await fetch(node.url + source)).status, 200, source);
  }
  const script = await get(node, '/docs/static/swagger-initializer.js');
  assert.match(script.text, /"urls":\[\{"url":"\/openapi\.json"/);
});
