import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { dayOf } from '@touchmark/ledger';
import { VerifyError } from '@touchmark/verify';
import type { FakeNode } from '../testing/fake-node.ts';
import { testNetwork, urlValue } from '../testing/test-network.ts';
import type { Client } from './client.ts';
import { administrators, signatureRequest } from './naming-reads.ts';

const ID = '88.118/life';
let node: FakeNode;
let network: Client;
let from = 0;
let to = 0;

before(async () => {
  ({ node, network } = await testNetwork());
  const values = [urlValue('https://one.example')];
  const entries = [{ suffix: 'life', values }];
  from = (await network.register({ prefix: '88.118', entries })).height;
  const changed = [urlValue('https://two.example')];
  to = (await network.update({ identifier: ID, expectedVersion: 1, values: changed })).height;
});

test('a life, proven back to the first version', async () => {
  const { versions, bytes } = await network.life(ID);
  assert.deepEqual(
    versions.map(({ version }) => version),
    [2, 1],
  );
  assert.ok(network.verifier.verifyAnswer(bytes).status === 'life');
  assert.deepEqual((await network.life('88.118/none')).versions, []);
});

test('changes between two blocks', async () => {
  const found: string[] = [];
  for await (const { blocks } of network.changes('88.118', { from, to })) {
    found.push(...blocks.flatMap(({ suffixes }) => suffixes));
  }
  assert.deepEqual(found, ['life', 'life']);
});

test('what is not an alias leads to itself', async () => {
  const { outcome, identifier } = await network.follow(ID);
  assert.deepEqual([outcome, identifier], ['present', ID]);
});

test('statistics of an industry, in total and by day', async () => {
  const today = dayOf((await network.latestHeader()).timeMs);
  const scope = { kind: 'industry', industry: '88.118' } as const;
  const { counts, days } = await network.statistics(scope, {
    days: { from: today - 3, to: today },
  });
  assert.equal(counts?.organizations, 1);
  assert.equal(days.at(-1)?.registered, counts?.lastDay.registered);
  const nowhere = await network.statistics({ kind: 'prefix', prefix: '77' });
  assert.equal(nowhere.counts, undefined);
});

test('nobody administers, nothing waits for signatures: proven as well', async () => {
  assert.deepEqual((await administrators(network, '88.118')).administrators, []);
  assert.equal(await signatureRequest(network, ID, 5), undefined);
});

test('a node that lies about a life is found out', async () => {
  node.intercept = async (_url, _init, handle) => {
    const response = await handle();
    const bytes = new Uint8Array(await response.arrayBuffer());
    bytes[200] = (bytes[200] ?? 0) ^ 1;
    return new Response(bytes, { status: 200, headers: response.headers });
  };
  await assert.rejects(network.life(ID), VerifyError);
  node.intercept = (_url, _init, handle) => handle();
});
