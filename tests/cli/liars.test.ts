import assert from 'node:assert/strict';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { createServer, type RequestListener, type ServerResponse } from 'node:http';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { after, before, test } from 'node:test';
import { generateKey, createGenesis } from '@touchmark/sdk';
import { type Network, openNetwork, type Result, touchmark } from './harness.ts';
import { assertCode, at, jsonOf } from './json.ts';

const IDENTIFIER = '88.118.8/JXDY2606001';

let network: Network;
before(async () => {
  network = await openNetwork();
});
after(() => network[Symbol.asyncDispose]());

/** Runs `use` with the address of a server that answers by `listener`. */
async function withServer<T>(
  listener: RequestListener,
  use: (url: string) => Promise<T>,
): Promise<T> {
  const server = createServer(listener);
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

async function passOn(
  url: string,
  accept: string,
  change: (body: Buffer) => Buffer,
  response: ServerResponse,
): Promise<void> {
  const answer = await fetch(url, { headers: { accept } });
  const body = change(Buffer.from(await answer.arrayBuffer()));
  const type = answer.headers.get('content-type') ?? '';
  response.writeHead(answer.status, { 'content-type': type }).end(body);
}

/** Answers every question about one identifier with what is true of another. */
const aboutAnother: RequestListener = (request, response) => {
  request.url = (request.url ?? '').replace('JXDY2606001', 'JXDY2606002');
  between((body) => body)(request, response);
};

const busy: RequestListener = (_request, response) => {
  response.writeHead(503, { 'content-type': 'application/problem+json', 'retry-after': '1' });
  response.end('{"code": "NODE_OVERLOADED", "detail": "Busy."}');
};

const silent: RequestListener = () => undefined;
const noNode: RequestListener = (_request, response) => response.end('<html>Welcome</html>');

/** Passes everything on to the node, and lets `change` have a hand in what comes back. */
function between(change: (body: Buffer, path: string) => Buffer): RequestListener {
  return (request, response) => {
    const path = request.url ?? '';
    const accept = request.headers.accept ?? '*/*';
    void passOn(network.url + path, accept, (body) => change(body, path), response);
  };
}

function flip(body: Buffer, place: number): Buffer {
  const changed = Buffer.from(body);
  changed[place] = (changed[place] ?? 0) ^ 1;
  return changed;
}

test('a cache that changes a byte of an answer is found out: exit 4, nothing on stdout', async () => {
  for (const part of [0.1, 0.5, 0.9]) {
    const listener = between((body, path) =>
      path.startsWith('/v1/resolve/') ? flip(body, Math.floor(body.length * part)) : body,
    );
    const result = await withServer(listener, (url) =>
      touchmark(['resolve', IDENTIFIER, '--url', url]),
    );
    assertCode(result, 4);
    assert.equal(result.stdout, '');
  }
});

test('an answer about another identifier is found out', async () => {
  const result = await withServer(aboutAnother, (url) =>
    touchmark(['resolve', IDENTIFIER, '--url', url]),
  );
  assertCode(result, 4, 'VERIFY_UNEXPECTED_QUERY');
});

function foreignGenesis(): Buffer {
  const bytes = createGenesis({
    chainId: 'another-network',
    validators: [{ name: 'v', publicKey: generateKey().publicKey }],
    organizations: [{ id: 'office', name: 'o', roles: ['administrator'], keys: [generateKey()] }],
  });
  return Buffer.from(bytes);
}

test('the genesis file of another network: exit 4', async () => {
  const other = join(network.directory, 'other-genesis.json');
  await writeFile(other, foreignGenesis());
  assertCode(await network.run('resolve', IDENTIFIER, '--genesis', other), 4, 'SDK_WRONG_NETWORK');
  const file = join(network.directory, 'foreign.bin');
  assertCode(await network.run('prove', IDENTIFIER, '--out', file), 0);
  assertCode(await touchmark(['verify', file, '--genesis', other]), 4, 'VERIFY_WRONG_CHAIN');
});

test('a remote node is trusted on first use, loudly, and no other genesis file after that', async () => {
  // Linux takes this address for its own, the program does not.
  const url = network.url.replace('127.0.0.1', '0.0.0.0');
  const keystore = join(network.directory, 'trusting');
  const run = (...words: string[]): Promise<Result> =>
    touchmark([...words, '--keystore', keystore]);
  const first = await run('resolve', IDENTIFIER, '--url', url, '--quiet');
  assertCode(first, 0);
  assert.match(first.stderr, /^FIRST USE of .*SHA-256 [0-9a-f]{64}/);
  const second = await run('resolve', IDENTIFIER, '--url', url);
  assertCode(second, 0);
  assert.equal(second.stderr, '');
  const [name = ''] = await readdir(join(keystore, 'trust'));
  const file = join(keystore, 'trust', name);
  const pin: unknown = JSON.parse(await readFile(file, 'utf8'));
  const genesis = foreignGenesis().toString('base64');
  await writeFile(file, JSON.stringify({ url: at(pin, 'url'), since: at(pin, 'since'), genesis }));
  assertCode(await run('resolve', IDENTIFIER, '--url', url), 4, 'TRUST_GENESIS_CHANGED');
  assert.match((await run('trust', 'list')).stdout, /another-network/);
  assertCode(await run('trust', 'forget', url), 0);
  assertCode(await run('trust', 'forget', url), 2);
  assertCode(await run('resolve', IDENTIFIER, '--url', url), 0);
});

test('nothing listens: exit 5', async () => {
  const free = await withServer(
    () => undefined,
    async (url) => url,
  );
  for (const words of [
    ['resolve', IDENTIFIER],
    ['resolve', IDENTIFIER, '--genesis', network.genesis],
    ['list', '88.118.8'],
    ['status'],
    ['events', 'follow', '--genesis', network.genesis],
    ['prove', IDENTIFIER, '--out', join(network.directory, 'never.bin')],
  ]) {
    assertCode(await touchmark([...words, '--url', free]), 5, 'SDK_UNREACHABLE');
  }
});

test('an overloaded node, and one that never answers: exit 5', async () => {
  const overloaded = await withServer(busy, (url) =>
    touchmark(['resolve', IDENTIFIER, '--url', url]),
  );
  assertCode(overloaded, 5, 'SDK_OVERLOADED');
  const words = ['resolve', IDENTIFIER, '--genesis', network.genesis, '--timeout', '300ms'];
  const unanswered = await withServer(silent, (url) => touchmark([...words, '--url', url]));
  assertCode(unanswered, 5, 'SDK_TIMEOUT');
});

/** Registers an identifier. @returns the id of the transaction. */
async function register(identifier: string): Promise<string> {
  const words = ['register', identifier, '--value', 'URL=u', '--key', 'jingxin-bearings'];
  return String(at(jsonOf(await network.run(...words, '--json')), 'transaction'));
}

test('an answer that was true once, and is replayed now: exit 4', async () => {
  const old = await fetch(`${network.url}/v1/resolve/${IDENTIFIER}`, {
    headers: { accept: 'application/cbor' },
  });
  const body = Buffer.from(await old.arrayBuffer());
  await register('88.118.8/LATER-1');
  const listener = between((fresh, path) => (path.startsWith('/v1/resolve/') ? body : fresh));
  const result = await withServer(listener, (url) =>
    touchmark(['resolve', IDENTIFIER, '--url', url]),
  );
  assertCode(result, 4, 'SDK_ANSWER_STALE');
  assert.equal(result.stdout, '');
});

/** Says of every record that it never was, and proves nothing. */
const denier: RequestListener = (request, response) => {
  if (request.url?.startsWith('/v1/resolve/') !== true) {
    between((body) => body)(request, response);
    return;
  }
  response.writeHead(404, { 'content-type': 'application/problem+json' });
  response.end('{"code": "RECORD_ABSENT", "detail": "Never heard of it."}');
};

test('a record that is said to be absent, without proof: exit 4, not 3', async () => {
  const result = await withServer(denier, (url) =>
    touchmark(['resolve', IDENTIFIER, '--url', url]),
  );
  assertCode(result, 4, 'SDK_UNPROVEN');
});

test('the receipt of another transaction, a changed one, and none at all: exit 4', async () => {
  const [one, other] = [await register('88.118.8/LIED-1'), await register('88.118.8/LIED-2')];
  const show = (listener: RequestListener): Promise<Result> =>
    withServer(listener, (url) => touchmark(['receipt', 'show', one, '--url', url]));
  const ofAnother: RequestListener = (request, response) => {
    request.url = (request.url ?? '').replace(one, other);
    between((body) => body)(request, response);
  };
  assertCode(await show(ofAnother), 4, 'SDK_UNPROVEN');
  const changed = between((body, path) =>
    path.startsWith('/v1/receipts/') ? flip(body, Math.floor(body.length / 2)) : body,
  );
  assertCode(await show(changed), 4);
  const unproven: RequestListener = (request, response) => {
    if (request.url?.startsWith('/v1/receipts/') !== true) {
      between((body) => body)(request, response);
      return;
    }
    response.writeHead(200, { 'content-type': 'application/json' });
    response.end(JSON.stringify({ transaction: one, status: 'done' }));
  };
  assertCode(await show(unproven), 4, 'SDK_UNPROVEN');
});

/** 256 MiB that cross the wire as a quarter of one, from a server that then says no more. */
const bomb: RequestListener = (_request, response) => {
  const member = gzipSync(Buffer.alloc(32 * 1024 * 1024));
  response.writeHead(200, { 'content-type': 'application/json', 'content-encoding': 'gzip' });
  for (let count = 0; count < 8; count += 1) response.write(member);
};

test('an answer that unpacks without end is cut off while it is read', async () => {
  for (const words of [
    ['resolve', IDENTIFIER],
    ['prefix', 'list'],
  ]) {
    const result = await withServer(bomb, (url) => touchmark([...words, '--url', url]));
    assertCode(result, 1, 'SDK_RESPONSE_INVALID');
    assert.match(result.stderr, /sends more than 67108864 bytes/);
  }
});

test('a proxy that does not reach the node: exit 5', async () => {
  for (const status of [502, 504]) {
    const proxy: RequestListener = (_request, response) =>
      response.writeHead(status, { 'content-type': 'text/html' }).end('<h1>Bad gateway</h1>');
    const result = await withServer(proxy, (url) =>
      touchmark(['resolve', IDENTIFIER, '--url', url]),
    );
    assertCode(result, 5, 'SDK_UNREACHABLE');
  }
});

test('--timeout bounds the first question too', async () => {
  const words = ['resolve', IDENTIFIER, '--timeout', '500ms'];
  const startedAt = performance.now();
  const result = await withServer(silent, (url) => touchmark([...words, '--url', url]));
  assertCode(result, 5, 'SDK_TIMEOUT');
  assert.match(result.stderr, /within 500 ms/);
  assert.ok(performance.now() - startedAt < 25_000);
});

test('a server that is no node: exit 1, and what to check', async () => {
  const result = await withServer(noNode, (url) =>
    touchmark(['resolve', IDENTIFIER, '--url', url]),
  );
  assert.notEqual(result.code, 0);
  assert.equal(result.stdout, '');
  assert.match(result.stderr, /^touchmark: /);
});

test('errors are JSON with --json', async () => {
  const result = await touchmark(['resolve', IDENTIFIER, '--json', '--url', 'http://127.0.0.1:9']);
  assertCode(result, 5);
  const document: unknown = JSON.parse(result.stderr);
  assert.deepEqual(Object.keys(at(document, 'error') ?? {}), ['code', 'message', 'exitCode']);
});
