import assert from 'node:assert/strict';
import { before, beforeEach, test } from 'node:test';
import { IdentifierError } from '@touchmark/codec';
import { verifyAnswer, VerifyError } from '@touchmark/verify';
import { ProblemError } from '../http/problem-error.ts';
import { SdkError, type SdkErrorCode } from '../sdk-error.ts';
import { type FakeNode, problem } from '../testing/fake-node.ts';
import { connectTo, testNetwork, urlValue } from '../testing/test-network.ts';
import type { Client } from './client.ts';

let node: FakeNode;
let network: Client;

before(async () => {
  ({ node, network } = await testNetwork());
});

beforeEach(() => {
  node.intercept = (_url, _init, handle) => handle();
});

function sdkError(code: SdkErrorCode): (error: unknown) => boolean {
  return (error) => {
    assert.ok(error instanceof SdkError, String(error));
    assert.equal(error.code, code, error.message);
    return true;
  };
}

/** Lets the node answer, then changes the body's bytes. */
function corrupt(change: (bytes: Uint8Array) => void): void {
  node.intercept = async (_url, _init, handle) => {
    const response = await handle();
    const bytes = new Uint8Array(await response.arrayBuffer());
    change(bytes);
    return new Response(bytes, { status: response.status, headers: response.headers });
  };
}

test('a record, an absence and a retirement are answers, each proven', async () => {
  const present = await network.resolve('88.118/A-1');
  assert.equal(present.status, 'present');
  assert.equal(present.record?.holder, 'root');
  assert.equal(present.signers.length, 4);
  const absent = await network.resolve('88.118/A-2');
  assert.equal(absent.status, 'absent');
  await network.register({ prefix: '88.118', entries: [{ suffix: 'gone', values: [] }] });
  await network.retire({ identifier: '88.118/gone', expectedVersion: 1, reason: 'scrapped' });
  const retired = await network.resolve('88.118/gone');
  assert.equal(retired.status, 'retired');
  assert.equal(retired.record?.reason, 'scrapped');
});

test('identifiers are brought into canonical form, or refused', async () => {
  await network.register({
    prefix: '88.118',
    entries: [{ suffix: '%E8%B7%AF', values: [urlValue('https://acme.example')] }],
  });
  const { record } = await network.resolve('88.118/路');
  assert.equal(record?.identifier, '88.118/%E8%B7%AF');
  await assert.rejects(network.resolve('88.118/../x'), (error) => error instanceof IdentifierError);
});

test('a record as of a block and as of a time', async () => {
  const { record } = await network.resolve('88.118/A-1');
  const values = [urlValue('https://acme.example/moved')];
  const { height } = await network.update({ identifier: '88.118/A-1', expectedVersion: 1, values });
  const now = await network.resolve('88.118/A-1');
  assert.equal(now.record?.version, 2);
  const then = await network.resolve('88.118/A-1', { atBlock: height - 1 });
  assert.equal(then.record?.version, 1);
  const atTimeMs = record?.updated.timeMs ?? 0;
  assert.equal((await network.resolve('88.118/A-1', { atTimeMs })).record?.version, 1);
  const earlier = await network.resolve('88.118/A-1', { atTimeMs: atTimeMs - 1 });
  assert.equal(earlier.status, 'absent');
  await assert.rejects(network.resolve('88.118/A-1', { atTimeMs: 0.5 }), sdkError('SDK_USAGE'));
  const both = network.resolve('88.118/A-1', { atBlock: 1, atTimeMs });
  await assert.rejects(both, sdkError('SDK_USAGE'));
});

test('a proof is good offline, with the genesis file alone', async () => {
  const { bytes, verified } = await network.prove('88.118/A-1');
  const offline = verifyAnswer(bytes, { genesis: node.genesisBytes });
  assert.deepEqual(offline, verified);
});

test('a list comes in pages, complete and in order', async () => {
  const entries = Array.from({ length: 12 }, (_, index) => ({
    suffix: `S-${String(index).padStart(2, '0')}`,
    values: [],
  }));
  await network.delegate({ prefix: '88.5', holder: 'root' });
  await network.register({ prefix: '88.5', entries });
  const names: string[] = [];
  for await (const { identifier } of network.list('88.5', { pageSize: 5 })) names.push(identifier);
  assert.deepEqual(
    names,
    entries.map(({ suffix }) => `88.5/${suffix}`),
  );
  const pages: (string | null)[] = [];
  for await (const page of network.listPages('88.5', { pageSize: 5, after: 'S-01' })) {
    pages.push(page.complete.last);
    assert.equal(verifyAnswer(page.bytes, { genesis: node.genesisBytes }).status, 'list');
  }
  assert.deepEqual(pages, ['S-06', null]);
  const none = network.list('no such prefix');
  await assert.rejects(none.next(), sdkError('SDK_USAGE'));
});

test('an answer that was changed on the way is never returned', async () => {
  corrupt((bytes) => (bytes[bytes.length - 300] = (bytes[bytes.length - 300] ?? 0) ^ 1));
  await assert.rejects(network.resolve('88.118/A-1'), (error) => error instanceof VerifyError);
  await assert.rejects(network.list('88.118').next(), (error) => error instanceof VerifyError);
});

test('an answer to another question is never returned', async () => {
  const other = await network.prove('88.118/A-2');
  const headers = { 'content-type': 'application/cbor' };
  node.intercept = async () => new Response(new Uint8Array(other.bytes), { headers });
  await assert.rejects(network.resolve('88.118/A-1'), { code: 'VERIFY_UNEXPECTED_QUERY' });
});

test('an answer older than what this client knows is refused, even though it is proven', async () => {
  const old = await network.prove('88.118/A-1');
  await network.register({ prefix: '88.118', entries: [{ suffix: 'later', values: [] }] });
  const headers = { 'content-type': 'application/cbor' };
  node.intercept = async () => new Response(new Uint8Array(old.bytes), { headers });
  await assert.rejects(network.resolve('88.118/A-1'), sdkError('SDK_ANSWER_STALE'));
});

test('who says that there is no record has to prove it', async () => {
  node.intercept = async () => problem(404, 'RECORD_ABSENT');
  await assert.rejects(network.resolve('88.118/A-1'), sdkError('SDK_UNPROVEN'));
  node.intercept = async () => problem(410, 'RECORD_RETIRED');
  await assert.rejects(network.resolve('88.118/A-1'), sdkError('SDK_UNPROVEN'));
});

test('what is no answer at all says so', async () => {
  node.intercept = async () => new Response('<html>', { status: 200 });
  await assert.rejects(network.resolve('88.118/A-1'), sdkError('SDK_RESPONSE_INVALID'));
  await assert.rejects(network.statisticsUnverified(), sdkError('SDK_RESPONSE_INVALID'));
  const endless = new ReadableStream<Uint8Array>({
    pull: (controller) => controller.enqueue(new Uint8Array(4 * 1024 * 1024)),
  });
  node.intercept = async () => new Response(endless);
  await assert.rejects(network.resolve('88.118/A-1'), sdkError('SDK_RESPONSE_INVALID'));
  node.intercept = async () => problem(500, 'NODE_FAILURE');
  await assert.rejects(network.resolve('88.118/A-1'), (error) => {
    assert.ok(error instanceof ProblemError);
    assert.equal(error.code, 'NODE_FAILURE');
    assert.equal(error.requestId, 'r-1');
    return true;
  });
});

test('reads go on when the node comes back or has time again', async () => {
  let failures = 3;
  node.intercept = (_url, _init, handle) => {
    failures -= 1;
    if (failures === 2) return Promise.resolve(new Response('bad gateway', { status: 502 }));
    if (failures === 1) return Promise.reject(new TypeError('fetch failed'));
    if (failures === 0)
      return Promise.resolve(problem(503, 'NODE_OVERLOADED', { 'retry-after': '0' }));
    return handle();
  };
  assert.equal((await network.resolve('88.118/A-2')).status, 'absent');
});

test('a node that stays away is an error with words, after the time that was given', async () => {
  const impatient = await connectTo(node, { retryForMs: 0 });
  node.intercept = () => Promise.reject(new TypeError('fetch failed'));
  await assert.rejects(impatient.resolve('88.118/A-1'), sdkError('SDK_UNREACHABLE'));
  node.intercept = () => Promise.resolve(problem(503, 'NODE_OVERLOADED', { 'retry-after': '7' }));
  await assert.rejects(impatient.resolve('88.118/A-1'), {
    code: 'SDK_OVERLOADED',
    retryAfterMs: 7000,
  });
  node.intercept = (_url, init) =>
    new Promise((_resolve, reject) => {
      // As a socket would, this timer keeps the process waiting; the timeout's own does not.
      const socket = setTimeout(reject, 10_000);
      init.signal?.addEventListener('abort', () => {
        clearTimeout(socket);
        reject(init.signal?.reason);
      });
    });
  const slow = connectTo(node, { retryForMs: 0, timeoutMs: 50 });
  await assert.rejects(slow, sdkError('SDK_TIMEOUT'));
});

test('reads can be called off', async () => {
  const reason = new Error('enough');
  const call = network.resolve('88.118/A-1', { signal: AbortSignal.abort(reason) });
  await assert.rejects(call, reason);
});

test('a node of another network is noticed when connecting', async () => {
  node.intercept = async (_url, _init, handle) => {
    const response = await handle();
    const body: unknown = await response.json();
    return Response.json(Object.assign({}, body, { chainId: 'elsewhere' }));
  };
  await assert.rejects(connectTo(node), sdkError('SDK_WRONG_NETWORK'));
  for (const url of ['', 'node', 'ftp://node', 'http://node/?x=1']) {
    await assert.rejects(connectTo(node, { url }), sdkError('SDK_USAGE'), url);
  }
});

test('what the node says without proof has names that say so', async () => {
  const record = await network.resolveUnverified('88.118/A-1');
  assert.equal(record?.values[0]?.data.format, 'text');
  assert.equal(await network.resolveUnverified('88.118/none'), undefined);
  const { identifiers, prefixes } = await network.statisticsUnverified();
  assert.ok(identifiers.registered > 10 && prefixes >= 3);
  const organization = await network.organizationUnverified('root');
  assert.deepEqual(organization.roles, ['administrator', 'top-operator']);
  const ids: string[] = [];
  for await (const { id } of network.organizationsUnverified()) ids.push(id);
  assert.deepEqual(ids, ['root']);
  await assert.rejects(network.organizationUnverified('none'), { code: 'ORGANIZATION_ABSENT' });
});

test('the newest header is verified', async () => {
  const header = await network.latestHeader();
  assert.equal(header.height, node.ledger.chain.height);
  assert.equal(header.power.signed, 35n);
  const later = await connectTo(node, { trust: { header: header.trusted } });
  assert.equal((await later.resolve('88.118/A-1')).status, 'present');
});
