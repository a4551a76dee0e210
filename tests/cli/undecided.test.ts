/** What commands say when the network does not decide, or nobody else can be asked. */
import assert from 'node:assert/strict';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { after, before, test } from 'node:test';
import { decodeTransaction, encodeHex } from '@touchmark/codec';
import { type Network, openNetwork } from './harness.ts';
import { assertCode } from './json.ts';

let network: Network;
before(async () => {
  network = await openNetwork();
});
after(() => network[Symbol.asyncDispose]());

const isSubmission = ({ method, url }: IncomingMessage): boolean =>
  method === 'POST' && url?.startsWith('/v1/transactions') === true;

/** Takes transactions, and no block ever has them; reading goes on. */
async function undecided(request: IncomingMessage, response: ServerResponse): Promise<void> {
  if (isSubmission(request)) {
    const { id } = decodeTransaction(Buffer.concat(await request.toArray()));
    response.writeHead(202, { 'content-type': 'application/json' });
    response.end(JSON.stringify({ transaction: encodeHex(id), status: 'pending' }));
    return;
  }
  const headers = { accept: request.headers.accept ?? '*/*' };
  const answer = await fetch(`${network.url}${request.url}`, { headers });
  const type = answer.headers.get('content-type') ?? '';
  response.writeHead(answer.status, { 'content-type': type });
  response.end(Buffer.from(await answer.arrayBuffer()));
}

async function withStandingNode<T>(use: (url: string) => Promise<T>): Promise<T> {
  const server = createServer((request, response) => void undecided(request, response));
  await new Promise<void>((settle) => server.listen(0, '127.0.0.1', settle));
  const address = server.address();
  assert.ok(typeof address === 'object' && address !== null);
  try {
    return await use(`http://127.0.0.1:${address.port}`);
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

test('a transaction that no block has in time: what happened, and how to look later', async () => {
  const words = ['register', '88.118.8/UNDECIDED-1', '--value', 'URL=https://one.example/'];
  const result = await withStandingNode((url) =>
    network.run(...words, '--key', 'jingxin-bearings', '--url', url, '--wait', '1s'),
  );
  assertCode(result, 5, 'SDK_OUTCOME_UNKNOWN');
  assert.match(result.stderr, /The node has taken transaction [0-9a-f]{64}; no block has it yet/);
  assert.match(result.stderr, /touchmark receipt show [0-9a-f]{64} --url http:/);
  assert.match(result.stderr, /touchmark network doctor --node http:/);
});

test('trust is not checked by nobody, and not by the node itself', async () => {
  const nobody = await network.run('trust', 'check', '--witness', 'http://127.0.0.1:9');
  assert.equal(nobody.code, 5);
  assert.match(nobody.stdout, /does not say/);
  assertCode(await network.run('trust', 'check', '--witness', network.url), 2);
});
