import assert from 'node:assert/strict';
import { test } from 'node:test';
import { encodeBase64 } from '@touchmark/codec';
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
    return true;
  });
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
