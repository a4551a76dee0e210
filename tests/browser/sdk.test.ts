/**
 * The SDK in a real browser against a real node: a page makes a key, keeps it in a keystore,
 * writes, and reads back what it wrote with proof; through a reverse proxy of its own origin, and
 * from another origin.
 */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { encodeHex, encodeUtf8 } from '@touchmark/codec';
import type * as Sdk from '@touchmark/sdk';
import type { Page } from 'playwright-core';
import { bundleForBrowser, gzippedSize } from './bundle.ts';
import { type OpenBrowser, openBrowser } from './chromium.ts';
import { type RealNode, startRealNode } from './real-node.ts';
import { serveFiles, type StaticServer } from './static-server.ts';

const MAX_BUNDLE_BYTES = 150_000;

const PAGE =
  '<!doctype html><html lang="en"><title>sdk</title><script type="module" src="page.js"></script>';
const SCRIPT = `import * as sdk from './sdk.js';
globalThis.sdk = sdk;
globalThis.load = async (name) => new Uint8Array(await (await fetch(name)).arrayBuffer());
document.documentElement.dataset.ready = '';`;

/** What the page is given; the functions below run inside of it. */
declare const sdk: typeof Sdk;
declare const load: (name: string) => Promise<Uint8Array>;

let bundle: Uint8Array;
let real: RealNode;
let server: StaticServer | undefined;
let browser: OpenBrowser | undefined;
let page: Page;

before(async () => {
  bundle = await bundleForBrowser('sdk');
  real = await startRealNode();
  const files = new Map<string, Uint8Array>([
    ['index.html', encodeUtf8(PAGE)],
    ['page.js', encodeUtf8(SCRIPT)],
    ['sdk.js', bundle],
    ['genesis.json', real.genesis],
  ]);
  server = await serveFiles(files, { connect: [real.node.url], node: real.node.url });
  browser = await openBrowser();
  page = await browser.open(server.url);
  await page.waitForSelector('html[data-ready]', { state: 'attached', timeout: 10_000 });
});

after(async () => {
  await browser?.close();
  await server?.close();
  await real.node.close();
});

test('the SDK is small enough for an application', () => {
  const size = gzippedSize(bundle);
  assert.ok(size < MAX_BUNDLE_BYTES, `${size} bytes gzipped; at most ${MAX_BUNDLE_BYTES}`);
});

test('a page writes through a proxy of its own origin and reads back with proof', async () => {
  const secret = encodeHex(real.administrator.secretKey);
  const seen = await page.evaluate(async (secretHex) => {
    const bytes = Uint8Array.from(secretHex.match(/../g) ?? [], (pair) =>
      Number.parseInt(pair, 16),
    );
    const signers = [sdk.keyOf('ed25519', bytes)];
    const trust = { genesis: await load('genesis.json') };
    const network = await sdk.connect({ url: location.origin, trust, signers });
    await network.delegate({ prefix: '88', holder: 'root' });
    const price = sdk.restrictedValue({ index: 2, type: 'PRICE', secret: '12.50 CNY' });
    const values = [sdk.publicValue({ index: 1, type: 'NAME', data: '铜线' }), price];
    const receipt = await network.register({ prefix: '88', entries: [{ suffix: 'A-1', values }] });
    const { status, record, signers: vouching } = await network.resolve('88/A-1');
    const [name] = record?.values ?? [];
    const events: string[] = [];
    for await (const event of network.events({ after: '0-0-0' })) {
      events.push(event.type);
      if (events.length === 2) break;
    }
    const listed: string[] = [];
    for await (const { identifier } of network.list('88')) listed.push(identifier);
    return {
      receipt: receipt.code,
      status,
      name: name?.data.kind === 'text' ? name.data.text : undefined,
      vouching: vouching.map(({ name: validator }) => validator),
      absent: (await network.resolve('88/A-2')).status,
      offline: sdk.verifyAnswer((await network.prove('88/A-1')).bytes, trust).status,
      events,
      listed,
    };
  }, secret);
  assert.deepEqual(seen, {
    receipt: 'OK',
    status: 'present',
    name: '铜线',
    vouching: ['solo'],
    absent: 'absent',
    offline: 'present',
    events: ['naming.delegated', 'naming.registered'],
    listed: ['88/A-1'],
  });
});

test('a page of another origin resolves and reads restricted values', async () => {
  const secret = encodeHex(real.administrator.secretKey);
  const seen = await page.evaluate(
    async ([url = '', secretHex = '']) => {
      const bytes = Uint8Array.from(secretHex.match(/../g) ?? [], (pair) =>
        Number.parseInt(pair, 16),
      );
      const network = await sdk.connect({ url, trust: { genesis: await load('genesis.json') } });
      const { status } = await network.resolve('88/A-1');
      const { secrets } = await network.readRestricted('88/A-1', sdk.keyOf('ed25519', bytes));
      return [status, new TextDecoder().decode(secrets.get(2))];
    },
    [real.node.url, secret],
  );
  assert.deepEqual(seen, ['present', '12.50 CNY']);
});

test('a page makes keys and keeps them in keystores that Node opens, and the other way round', async () => {
  const { decryptKey, encryptKey, generateKey } = await import('@touchmark/sdk');
  const mine = generateKey('sm2');
  const text = await encryptKey(mine, 'open sesame', { cost: 1024 });
  const [made, opened] = await page.evaluate(async (keystore) => {
    const key = sdk.generateKey('p256');
    const read = await sdk.decryptKey(keystore, 'open sesame');
    return [await sdk.encryptKey(key, 'open sesame', { cost: 1024 }), [...read.secretKey]];
  }, text);
  assert.deepEqual(opened, [...mine.secretKey]);
  assert.ok(typeof made === 'string');
  assert.equal((await decryptKey(made, 'open sesame')).algorithm, 'p256');
});

test('a refusal comes to the page with its code and words', async () => {
  const secret = encodeHex(real.administrator.secretKey);
  const seen = await page.evaluate(async (secretHex) => {
    const bytes = Uint8Array.from(secretHex.match(/../g) ?? [], (pair) =>
      Number.parseInt(pair, 16),
    );
    const trust = { genesis: await load('genesis.json') };
    const signers = [sdk.keyOf('ed25519', bytes)];
    const network = await sdk.connect({ url: location.origin, trust, signers });
    const again = network.register({ prefix: '88', entries: [{ suffix: 'A-1', values: [] }] });
    return again.then(
      () => 'accepted',
      (error: unknown) => (error instanceof sdk.RefusedError ? error.code : String(error)),
    );
  }, secret);
  assert.equal(seen, 'NAMING_IDENTIFIER_TAKEN');
});
