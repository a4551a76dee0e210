import assert from 'node:assert/strict';
import { test } from 'node:test';
import { encodeBase64, encodeHex } from '@touchmark/codec';
import { VerifyError } from '@touchmark/verify';
import { LIGHT_START_MS, LightChain, rotatingSet } from '@touchmark/verify/testing';
import { SdkError } from '../sdk-error.ts';
import type { Fetch } from '../http/transport.ts';
import { connect, type ConnectOptions } from './connect.ts';
import { ForkError } from './follow-validators.ts';

const LENGTH = 300;
const chain = new LightChain({ length: LENGTH, setAt: rotatingSet(20) });
const NODE = 'http://node.example';
const WITNESS = 'http://witness.example';

interface Served {
  readonly chain: LightChain;
  /** Heights that it does not have. */
  readonly missing?: (height: number) => boolean;
}

function json(status: number, body: object): Response {
  const headers = { 'content-type': 'application/json' };
  return new Response(JSON.stringify(body), { status, headers });
}

/** Nodes that serve headers and nothing else. */
function nodes(served: Readonly<Record<string, Served>>, asked: number[] = []): Fetch {
  return (url) => {
    const { origin, pathname } = new URL(url);
    const node = served[origin];
    const last = pathname.split('/').at(-1);
    if (node === undefined) return Promise.reject(new TypeError('no route'));
    const height = last === 'latest' ? LENGTH : Number(last);
    if (last !== 'latest') asked.push(height);
    if (node.missing?.(height) === true) {
      return Promise.resolve(json(404, { code: 'BLOCK_ABSENT', detail: 'no' }));
    }
    const { header, encoded } = node.chain.block(height);
    return Promise.resolve(
      json(200, {
        chainId: header.chainId,
        signedHeader: encodeBase64(encoded.signedHeader),
        validators: encodeBase64(encoded.validators),
      }),
    );
  };
}

const open = (fetch: Fetch, options: Partial<ConnectOptions> = {}) =>
  connect({
    url: NODE,
    trust: { genesis: chain.genesis },
    fetch,
    clock: () => LIGHT_START_MS + LENGTH * 1_000,
    retryForMs: 0,
    ...options,
  });

test('a client that trusts the genesis file follows the validators to those of today', async () => {
  const asked: number[] = [];
  const client = await open(nodes({ [NODE]: { chain } }, asked));
  assert.equal((await client.latestHeader()).height, LENGTH);
  assert.ok(asked.length > 0 && asked.length < 40, `${asked.length} headers`);
  assert.equal((await client.header(7)).height, 7);
});

test('what one client has come to spares the next one the way', async () => {
  const first = await open(nodes({ [NODE]: { chain } }));
  const asked: number[] = [];
  await open(nodes({ [NODE]: { chain } }, asked), { trustPath: first.trustPath() });
  assert.deepEqual(asked, []);
});

test('sequentially every header is asked for', async () => {
  const asked: number[] = [];
  await open(nodes({ [NODE]: { chain } }, asked), { verification: 'sequential' });
  assert.equal(asked.length, LENGTH - 1);
});

test('trust that is too old, and a node that lacks the headers, are told', async () => {
  const old = open(nodes({ [NODE]: { chain } }), { trustPeriodMs: 1_000 });
  await assert.rejects(old, (error) => {
    return error instanceof VerifyError && error.code === 'VERIFY_TRUST_EXPIRED';
  });
  const missing = (height: number): boolean => height < LENGTH;
  await assert.rejects(open(nodes({ [NODE]: { chain, missing } })), (error) => {
    return error instanceof SdkError && error.code === 'SDK_UNPROVEN';
  });
});

test('a witness that has another signed header shows the fork, and who made it', async () => {
  const fork = new LightChain({
    length: LENGTH,
    setAt: rotatingSet(20),
    forkOf: { chain, at: 290, root: new Uint8Array(32).fill(3) },
  });
  const fetch = nodes({ [NODE]: { chain }, [WITNESS]: { chain: fork } });
  await assert.rejects(open(fetch, { witnesses: [WITNESS] }), (error) => {
    assert.ok(error instanceof ForkError, String(error));
    assert.equal(error.code, 'SDK_LEDGER_FORKED');
    assert.equal(error.divergence.kind, 'lunatic');
    assert.equal(error.divergence.height, LENGTH);
    // The last header that both have is long after the genesis file, whose validators are all gone.
    const { commonHeight, culprits } = error.divergence;
    assert.ok(commonHeight > 200 && commonHeight < 290, `common: ${commonHeight}`);
    assert.ok(culprits.length > 0);
    return true;
  });
});

test('trust older than the period proves nothing, until somebody who is believed names a header', async () => {
  const same = new LightChain({ length: LENGTH, setAt: rotatingSet(1_000) });
  const late = LIGHT_START_MS + 90 * 86_400_000;
  const options = { trust: { genesis: same.genesis }, clock: () => late };
  const fetch = nodes({ [NODE]: { chain: same } });
  await assert.rejects(open(fetch, options), { code: 'VERIFY_TRUST_EXPIRED' });
  const hash = encodeHex(same.block(280).hash);
  const vouched = { height: 280, hash, atMs: late - 60_000 };
  assert.equal((await (await open(fetch, { ...options, vouched })).latestHeader()).height, LENGTH);
  const other = open(fetch, { ...options, vouched: { ...vouched, height: 281 } });
  await assert.rejects(other, { code: 'SDK_UNPROVEN' });
  const stale = open(fetch, { ...options, vouched: { ...vouched, atMs: LIGHT_START_MS } });
  await assert.rejects(stale, { code: 'VERIFY_TRUST_EXPIRED' });
  assert.equal((await open(fetch, { ...options, trustPeriodMs: Infinity })).chainId, 'light-test');
  assert.equal((await open(fetch, { ...options, clock: false })).chainId, 'light-test');
});

test('a client that goes on, or keeps its path, does not notice that the genesis file grows old', async () => {
  const day = 86_400_000;
  const slow = new LightChain({ length: LENGTH, setAt: rotatingSet(1_000), intervalMs: day });
  let newest = 1;
  const inner = nodes({ [NODE]: { chain: slow } });
  const fetch: Fetch = (url, init) => inner(url.replace('latest', String(newest)), init);
  const clock = () => LIGHT_START_MS + (newest - 1) * day + 1_000;
  const options = { trust: { genesis: slow.genesis }, clock };
  const client = await open(fetch, options);
  for (newest = 10; newest < 100; newest += 19) {
    assert.equal((await client.latestHeader()).height, newest);
  }
  newest = 110;
  await assert.rejects(open(fetch, options), { code: 'VERIFY_TRUST_EXPIRED' });
  const next = await open(fetch, { ...options, trustPath: client.trustPath() });
  assert.equal((await next.latestHeader()).height, newest);
});

test('a fork is found, too, where trust began longer ago than the trust period', async () => {
  const setAt = rotatingSet(1_000);
  const same = new LightChain({ length: LENGTH, setAt });
  const late = LIGHT_START_MS + 90 * 86_400_000;
  const root = new Uint8Array(32).fill(3);
  const fork = new LightChain({ length: LENGTH, setAt, forkOf: { chain: same, at: 290, root } });
  const fetch = nodes({ [NODE]: { chain: same }, [WITNESS]: { chain: fork } });
  const client = await open(fetch, {
    trust: { genesis: same.genesis },
    clock: () => late,
    vouched: { height: 280, hash: encodeHex(same.block(280).hash), atMs: late },
    witnesses: [WITNESS],
  });
  await assert.rejects(client.checkWitnesses(), ForkError);
});

test('witnesses that agree are named; those that are away or make things up do not count', async () => {
  const liar = new LightChain({
    length: LENGTH,
    setAt: rotatingSet(20),
    votesAt: (height) => (height === LENGTH ? [2, 1, 1, 1] : undefined),
    forkOf: { chain, at: 290, root: new Uint8Array(32).fill(3) },
  });
  const others = ['http://away.example', 'http://liar.example', 'http://behind.example'];
  const fetch = nodes({
    [NODE]: { chain },
    [WITNESS]: { chain },
    'http://liar.example': { chain: liar },
    'http://behind.example': { chain, missing: (height) => height === LENGTH },
  });
  const client = await open(fetch, { witnesses: [WITNESS, ...others] });
  const { agreeing, header } = await client.checkWitnesses();
  assert.deepEqual(agreeing, [WITNESS]);
  assert.equal(header.height, LENGTH);
});

test('a node that gives another header than the one asked for is not believed', async () => {
  const honest = nodes({ [NODE]: { chain } });
  const client = await open(honest);
  const swapped: Fetch = (url, init) => honest(url.replace('/v1/headers/8', '/v1/headers/9'), init);
  const other = await open(swapped, { trustPath: client.trustPath() });
  await assert.rejects(other.header(8), (error) => {
    return error instanceof SdkError && error.code === 'SDK_UNPROVEN';
  });
});
