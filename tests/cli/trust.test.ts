/** What the command line trusts, keeps and compares, where validators change and nodes lie. */
import assert from 'node:assert/strict';
import { readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { encodeHex, resultsHash, timestampOfMs } from '@touchmark/codec';
import {
  buildReceiptProof,
  decodeTrustPath,
  encodeTrustPath,
  type LightBlock,
} from '@touchmark/verify';
import { forgedBlock, LightChain, rotatingSet } from '@touchmark/verify/testing';
import { temporaryDirectory, touchmark, type Result } from './harness.ts';
import { type HeaderNode, openHeaderNode } from './header-nodes.ts';
import { assertCode, at, errorCode, jsonOf } from './json.ts';

const NEWEST = 40;
const ID = '07'.repeat(32);
const RESULTS = [{ code: 0, data: Buffer.from(`85015820${ID}624f4ba05820${ID}`, 'hex') }];
const STRANGERS = rotatingSet(5)(300);

const chain = new LightChain({
  length: NEWEST,
  setAt: rotatingSet(5),
  startMs: Date.now() - 600_000,
});
/** The newest header proves a receipt. */
const newest = forgedBlock(chain, NEWEST, { header: { lastResultsHash: resultsHash(RESULTS) } });
const forked = forgedBlock(chain, NEWEST, { header: { appHash: new Uint8Array(32).fill(9) } });
const blockAt = (height: number): LightBlock => (height === NEWEST ? newest : chain.block(height));
const without =
  (missing: (height: number) => boolean) =>
  (height: number): LightBlock | undefined =>
    missing(height) ? undefined : blockAt(height);

let base = '';
let genesis = '';
let receipt = '';
const nodes: HeaderNode[] = [];

async function serve(block: (height: number) => LightBlock | undefined): Promise<HeaderNode> {
  const node = await openHeaderNode(NEWEST, block);
  nodes.push(node);
  return node;
}

let node: HeaderNode;

before(async () => {
  base = await temporaryDirectory();
  genesis = join(base, 'genesis.json');
  receipt = join(base, 'receipt.bin');
  await writeFile(genesis, chain.genesis);
  await writeFile(receipt, buildReceiptProof(RESULTS, 0, newest.encoded));
  node = await serve(blockAt);
});

after(async () => {
  await Promise.all(nodes.map((each) => each[Symbol.asyncDispose]()));
  await rm(base, { recursive: true });
});

const fileIn = (name: string): string => join(base, name);

/** A reader with a keystore of its own. */
function reading(reader: string, url: string, ...words: string[]): Promise<Result> {
  const environment = { TOUCHMARK_KEYSTORE: fileIn(reader), TOUCHMARK_URL: url };
  return touchmark([...words, '--genesis', genesis], { environment });
}

async function savedPath(name: string): Promise<string> {
  const file = fileIn(`${name}.path`);
  assertCode(await reading(name, node.url, 'trust', 'path', '--out', file), 0);
  return file;
}

const verify = (...words: string[]): Promise<Result> => touchmark(['verify', receipt, ...words]);

test('trust path saves how the validators changed, and says along which headers', async () => {
  const file = fileIn('network.path');
  const words = ['trust', 'path', '--out', file];
  const shown = jsonOf(await reading('path', node.url, ...words, '--json'));
  const heights = decodeTrustPath(await readFile(file)).map(({ header }) => header.height);
  assert.equal(heights.at(-1), NEWEST);
  assert.ok(heights.length > 2, heights.join());
  assert.deepEqual(at(shown, 'headers'), heights);
  assert.equal(at(shown, 'chainId'), 'light-test');
  assert.match((await reading('path', node.url, ...words)).stdout, /^light-test: headers \d+,/);
});

test('what one command came to spares the next one the way; a damaged way is gone again', async () => {
  await savedPath('keeper');
  node.asked.length = 0;
  await savedPath('keeper');
  assert.deepEqual(
    node.asked.filter((height) => height > 0),
    [],
  );
  const folder = fileIn('keeper/trust');
  const kept = join(folder, (await readdir(folder))[0] ?? '');
  await writeFile(kept, (await readFile(kept)).subarray(0, -5));
  const again = await reading('keeper', node.url, 'trust', 'path', '--out', fileIn('again.path'));
  assertCode(again, 0);
  assert.match(again.stderr, /kept trust path is of no use \(VERIFY_MALFORMED\)/);
  assert.ok(node.asked.some((height) => height > 0));
});

test('a network of the same validators has no path to save', async () => {
  const setAt = rotatingSet(1_000);
  const same = new LightChain({ length: NEWEST, setAt, startMs: Date.now() - 600_000 });
  const { url } = await serve((height) => same.block(height));
  const file = fileIn('same.json');
  await writeFile(file, same.genesis);
  const words = ['trust', 'path', '--out', fileIn('same.path'), '--genesis', file];
  const environment = { TOUCHMARK_KEYSTORE: fileIn('same'), TOUCHMARK_URL: url };
  const shown = await touchmark(words, { environment });
  assertCode(shown, 0);
  assert.match(shown.stdout, /validators of the genesis file are those of today/);
});

test('trust path refuses: no file named, headers missing, a forged change, another network', async () => {
  const out = fileIn('never.path');
  const save = (url: string): Promise<Result> =>
    reading('refused', url, 'trust', 'path', '--out', out);
  assertCode(await reading('refused', node.url, 'trust', 'path'), 2);
  const { url: pruned } = await serve(without((height) => height < NEWEST));
  assertCode(await save(pruned), 4, 'SDK_UNPROVEN');
  const { url: forging } = await serve((height) =>
    height === NEWEST ? newest : forgedBlock(chain, height, { signers: STRANGERS }),
  );
  assertCode(await save(forging), 4, 'VERIFY_VALIDATORS_UNKNOWN');
  const unsigned = forgedBlock(chain, NEWEST, { votes: [2, 2, 1, 1] });
  const { url: weak } = await serve((height) => (height === NEWEST ? unsigned : blockAt(height)));
  assertCode(await save(weak), 4, 'VERIFY_POWER_INSUFFICIENT');
  const other = new LightChain({ length: NEWEST, setAt: rotatingSet(5), chainId: 'other' });
  const { url: foreign } = await serve((height) => other.block(height));
  assertCode(await save(foreign), 4, 'SDK_WRONG_NETWORK');
  assertCode(await save('http://127.0.0.1:9'), 5);
  await assert.rejects(stat(out));
});

test('verify --trust-path believes, offline, what was signed by validators of today', async () => {
  const path = await savedPath('verifier');
  assertCode(await verify('--genesis', genesis), 4, 'VERIFY_VALIDATORS_UNKNOWN');
  assertCode(await verify('--genesis', genesis, '--trust-path', path), 0);
  const late = await verify('--genesis', genesis, '--trust-path', path, '--max-age', '1s');
  assertCode(late, 4, 'VERIFY_TOO_OLD');
});

test('verify --trust-path refuses a path with a gap, a forged step, damage, or no such file', async () => {
  const blocks = decodeTrustPath(await readFile(await savedPath('breaker')));
  const file = fileIn('broken.path');
  const refused = async (bytes: Uint8Array): Promise<Result> => {
    await writeFile(file, bytes);
    return verify('--genesis', genesis, '--trust-path', file);
  };
  const unknown = 'VERIFY_VALIDATORS_UNKNOWN';
  assertCode(await refused(encodeTrustPath(blocks.slice(-1))), 4, unknown);
  assertCode(await refused(encodeTrustPath([])), 4, unknown);
  const height = blocks[0]?.header.height ?? 0;
  const forged = forgedBlock(chain, height, { signers: STRANGERS });
  assertCode(await refused(encodeTrustPath([forged, ...blocks.slice(1)])), 4, unknown);
  const cut = await refused(encodeTrustPath(blocks).subarray(0, -1));
  assert.notEqual(cut.code, 0);
  assert.equal(errorCode(cut), 'VERIFY_MALFORMED');
  assertCode(await verify('--genesis', genesis, '--trust-path', fileIn('none.path')), 2);
});

test('trust header saves a header that verify believes in the place of the genesis file', async () => {
  const file = fileIn('header.json');
  const words = ['trust', 'header', '--out', file, '--json'];
  const shown = jsonOf(await reading('header', node.url, ...words));
  assert.equal(at(shown, 'height'), NEWEST);
  const saved: unknown = JSON.parse(await readFile(file, 'utf8'));
  assert.equal(at(saved, 'hash'), at(shown, 'hash'));
  assertCode(await verify('--trusted-header', file), 0);
  const path = await savedPath('header');
  assert.notEqual((await verify('--trusted-header', file, '--genesis', genesis)).code, 0);
  assert.notEqual((await verify('--trust-path', path)).code, 0);
});

test('trust header refuses: no file named, a header that strangers signed', async () => {
  const out = fileIn('never.json');
  assertCode(await reading('header-2', node.url, 'trust', 'header'), 2);
  const forged = forgedBlock(chain, NEWEST, { signers: STRANGERS });
  const { url } = await serve((height) => (height === NEWEST ? forged : blockAt(height)));
  const words = ['trust', 'header', '--out', out];
  assertCode(await reading('header-2', url, ...words), 4, 'VERIFY_VALIDATORS_UNKNOWN');
  await assert.rejects(stat(out));
});

test('trust check names the nodes that show the same, and those that say nothing', async () => {
  const { url: same } = await serve(blockAt);
  const { url: liar } = await serve((height) =>
    height === NEWEST ? forgedBlock(chain, height, { signers: STRANGERS }) : blockAt(height),
  );
  const witnesses = ['--witness', same, '--witness', liar, '--witness', 'http://127.0.0.1:9'];
  const words = ['trust', 'check', ...witnesses];
  const shown = await reading('checker', node.url, ...words);
  assertCode(shown, 0);
  assert.match(shown.stdout, new RegExp(`${same} +has the same`));
  assert.match(shown.stdout, new RegExp(`${liar} +does not say`));
  const json = jsonOf(await reading('checker', node.url, ...words, '--json'));
  assert.deepEqual(at(json, 'agreeing'), [same]);
});

test('trust check finds two signed headers, and says who signed both', async () => {
  const { url } = await serve((height) => (height === NEWEST ? forked : blockAt(height)));
  const found = await reading('judge', node.url, 'trust', 'check', '--witness', url);
  assertCode(found, 4, 'SDK_LEDGER_FORKED');
  assert.match(found.stderr, /lunatic/);
  assert.match(found.stderr, /Proven against: [0-9a-f]{40}/i);
  assert.equal(found.stdout, '');
});

test('trust check --trust-period: nothing is believed because of what is older', async () => {
  const { url: same } = await serve(blockAt);
  const check = (reader: string, period: string): Promise<Result> => {
    const words = ['trust', 'check', '--witness', same, '--trust-period', period];
    return reading(reader, node.url, ...words);
  };
  assertCode(await check('brief', '1d'), 0);
  assertCode(await check('brief-2', '1m'), 4, 'VERIFY_TRUST_EXPIRED');
  assertCode(await check('brief-3', 'soon'), 2);
});

const DAY = 86_400_000;
/** Founded eighty days ago, a header every second day; the validators are others by now. */
const aged = new LightChain({
  length: NEWEST,
  setAt: rotatingSet(15),
  startMs: Date.now() - (2 * NEWEST - 1) * DAY,
  intervalMs: 2 * DAY,
});

/** What a reader of that chain says whose genesis file is as old as the chain. */
async function elder(): Promise<{
  readonly at: (height: number) => string;
  readonly run: (reader: string, ...words: string[]) => Promise<Result>;
}> {
  const { url } = await serve((height) => aged.block(height));
  const file = fileIn('aged.json');
  await writeFile(file, aged.genesis);
  return {
    at: (height) => `${height}:${encodeHex(aged.block(height).hash)}`,
    run(reader, ...words) {
      const environment = { TOUCHMARK_KEYSTORE: fileIn(reader), TOUCHMARK_URL: url };
      return touchmark([...words, '--genesis', file], { environment });
    },
  };
}

const save = ['trust', 'header', '--out'];

test('trust older than the period proves nothing new; trust renew goes on from a header that was named', async () => {
  const { at, run } = await elder();
  const out = fileIn('aged-header.json');
  const refused = await run('elder', ...save, out);
  assertCode(refused, 4, 'VERIFY_TRUST_EXPIRED');
  assert.match(refused.stderr, /touchmark trust renew --at HEIGHT:HASH/);
  const named = at(NEWEST - 2);
  const renewed = await run('elder', 'trust', 'renew', '--at', named);
  assertCode(renewed, 0);
  assert.match(renewed.stdout, /trusted from block 38 on; newest 40,/);
  assertCode(await run('elder', ...save, out), 0);
  assertCode(await run('younger', ...save, out), 4, 'VERIFY_TRUST_EXPIRED');
});

test('trust renew with a header that is itself too old is enough if it was named today', async () => {
  const { at, run } = await elder();
  assertCode(await run('idle', 'trust', 'renew', '--at', at(3)), 0);
  assertCode(await run('idle', ...save, fileIn('idle.json')), 0);
});

test('trust renew refuses: nothing named, no such form, another header, also while trust is young', async () => {
  const { at, run } = await elder();
  const renew = (reader: string, ...words: string[]) => run(reader, 'trust', 'renew', ...words);
  assertCode(await renew('renewer'), 2);
  assertCode(await renew('renewer', '--at', '38'), 2);
  const wrong = at(NEWEST - 3).replace('37:', '38:');
  assertCode(await renew('renewer', '--at', wrong), 4, 'SDK_UNPROVEN');
  assertCode(await renew('renewer', '--at', at(NEWEST - 2)), 0);
  assertCode(await renew('renewer', '--at', wrong), 4, 'VERIFY_HEADER_CONFLICT');
});

test('where the node itself is asked for the genesis file its age is no matter', async () => {
  const block = (height: number): LightBlock => aged.block(height);
  const node80 = await openHeaderNode(NEWEST, block, aged.genesis);
  nodes.push(node80);
  const environment = { TOUCHMARK_KEYSTORE: fileIn('local'), TOUCHMARK_URL: node80.url };
  assertCode(await touchmark([...save, fileIn('local.json')], { environment }), 0);
  await assert.rejects(readdir(fileIn('local/trust')), 'and nothing is relied on afterwards');
});

test('verify: what was kept holds however old; who asks for its age needs trust that is young', async () => {
  const time = timestampOfMs(Date.now() - 1_000);
  const header = { time, lastResultsHash: resultsHash(RESULTS) };
  const { encoded } = forgedBlock(aged, 12, { header, signers: aged.signers(1) });
  const [file, trusted] = [fileIn('aged-receipt.bin'), fileIn('aged-genesis.json')];
  await writeFile(file, buildReceiptProof(RESULTS, 0, encoded));
  await writeFile(trusted, aged.genesis);
  const check = (...words: string[]): Promise<Result> =>
    touchmark(['verify', file, '--genesis', trusted, ...words]);
  assertCode(await check(), 0);
  assertCode(await check('--max-age', '1h'), 4, 'VERIFY_TRUST_EXPIRED');
  assertCode(await check('--max-age', '1h', '--trust-period', '365d'), 0);
  assertCode(await check('--trust-period', '30d'), 4, 'VERIFY_TRUST_EXPIRED');
});

test('trust check refuses: nobody to compare with, no address', async () => {
  assertCode(await reading('alone', node.url, 'trust', 'check'), 2);
  assertCode(await reading('alone', node.url, 'trust', 'check', '--witness', 'not an address'), 2);
});
