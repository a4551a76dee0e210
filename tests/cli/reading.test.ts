import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { type Network, openNetwork, touchmark } from './harness.ts';
import { assertCode, at, jsonOf } from './json.ts';

const IDENTIFIER = '88.118.8/JXDY2606001';
const RETIRED = '88.118.8/JXDY2606100';
const ABSENT = '88.118.8/NOBODY';

let network: Network;
before(async () => {
  network = await openNetwork();
});
after(() => network[Symbol.asyncDispose]());

test('resolve prints the record and who vouches for it; exit 0', async () => {
  const result = await network.run('resolve', IDENTIFIER);
  assertCode(result, 0);
  for (const shown of [
    IDENTIFIER,
    'active, version 1, held by jingxin-bearings',
    '深沟球轴承',
    'signed by',
  ]) {
    assert.ok(result.stdout.includes(shown), shown);
  }
  assert.match(result.stdout, /inspection\.report\s+restricted, SHA-256 [0-9a-f]{64}/);
  assert.match(
    result.stderr,
    /^Trusting the genesis file of the node itself \(chain .*\); --genesis FILE .*\n$/,
  );
});

test('resolve --json has the shape that scripts rely on', async () => {
  const result = await network.run('resolve', IDENTIFIER, '--json', '--genesis', network.genesis);
  assertCode(result, 0);
  assert.equal(result.stderr, '');
  const document = jsonOf(result);
  assert.equal(at(document, 'identifier'), IDENTIFIER);
  assert.equal(at(document, 'status'), 'active');
  assert.equal(at(document, 'version'), 1);
  assert.deepEqual(at(document, 'values', 3), {
    index: 4,
    type: 'product.model',
    data: { format: 'text', value: '6205-2RS' },
    ttl: 86_400,
    permissions: '1110',
  });
  assert.equal(typeof at(document, 'verified', 'state', 'block'), 'number');
  assert.match(String(at(document, 'verified', 'header', 'hash')), /^[0-9a-f]{64}$/);
  assert.equal(
    at(document, 'verified', 'signers', 0, 'name'),
    'Single validator of the example network',
  );
});

test('in Chinese by --language and by the locale', async () => {
  const byFlag = await network.run('resolve', RETIRED, '--language', 'zh');
  assertCode(byFlag, 3);
  assert.match(byFlag.stderr, /^信任本机节点自带的创世文件/);
  assert.match(byFlag.stdout, /已停用, 第 2 版, 持有者 jingxin-bearings/);
  const byLocale = await network.runWith(
    { environment: { LANG: 'zh_CN.UTF-8' } },
    'resolve',
    ABSENT,
  );
  assertCode(byLocale, 3);
  assert.match(byLocale.stdout, /未注册（已证明）/);
});

test('proven absent and retired: exit 3, with the proof said', async () => {
  const absent = await network.run('resolve', ABSENT, '--json');
  assertCode(absent, 3);
  assert.equal(at(jsonOf(absent), 'status'), 'absent');
  assert.ok(at(jsonOf(absent), 'verified', 'signers', 0, 'address'));
  const retired = await network.run('resolve', RETIRED, '--json');
  assertCode(retired, 3);
  assert.equal(at(jsonOf(retired), 'status'), 'retired');
  assert.match(String(at(jsonOf(retired), 'reason')), /^Withdrawn/);
});

test('as of a block and as of a time', async () => {
  const maintained = '88.118.8/JXDY2606002';
  const now = jsonOf(await network.run('resolve', maintained, '--json'));
  assert.equal(at(now, 'version'), 2);
  const updated = Number(at(now, 'updated', 'block'));
  const earlier = await network.run(
    'resolve',
    maintained,
    '--as-of',
    String(updated - 1),
    '--json',
  );
  assertCode(earlier, 0);
  assert.equal(at(jsonOf(earlier), 'version'), 1);
  assert.equal(at(jsonOf(earlier), 'asOf', 'block'), updated - 1);
  const long = await network.run('resolve', maintained, '--as-of', '2020-01-01', '--json');
  assertCode(long, 3);
  assert.ok(Number(at(jsonOf(long), 'registeredLater', 'block')) < updated);
  assertCode(await network.run('resolve', maintained, '--as-of', 'yesterday'), 2);
});

test('prove saves what verify checks offline, for presence and absence', async () => {
  const file = join(network.directory, 'answer.bin');
  const proven = await network.run('prove', IDENTIFIER, '--out', file, '--json');
  assertCode(proven, 0);
  assert.equal(at(jsonOf(proven), 'bytes'), (await readFile(file)).length);
  assert.equal(proven.stderr, '');
  const { stderr: blind } = await network.run('prove', IDENTIFIER, '--out', file);
  assert.ok(blind.includes(`npx touchmark verify ${file} --genesis FILE\n`));
  const trusting = ['prove', IDENTIFIER, '--out', file, '--genesis', network.genesis];
  const { stderr: hint } = await network.run(...trusting);
  assert.ok(hint.includes(`npx touchmark verify ${file} --genesis ${network.genesis}\n`));
  const offline = { environment: { TOUCHMARK_URL: 'http://127.0.0.1:9' } };
  const verified = await touchmark(['verify', file, '--genesis', network.genesis], offline);
  assertCode(verified, 0);
  assert.match(verified.stdout, new RegExp(`^${IDENTIFIER}  active, version 1`));
  assert.match(verified.stdout, /signed by .*Single validator/);
  const absence = join(network.directory, 'absence.bin');
  assertCode(await network.run('prove', ABSENT, '--out', absence), 3);
  const checked = await touchmark(
    ['verify', absence, '--genesis', network.genesis, '--json'],
    offline,
  );
  assertCode(checked, 3);
  assert.equal(at(jsonOf(checked), 'identifier'), ABSENT);
});

test('verify asks about a file that is no answer', async () => {
  const result = await touchmark(['verify', 'README.md', '--genesis', network.genesis]);
  assertCode(result, 4, 'VERIFY_MALFORMED');
  assert.match(result.stderr, /Is this the file that `touchmark prove` wrote\?/);
});

test('a list under a prefix that is not delegated says so', async () => {
  const result = await network.run('list', '99.99');
  assertCode(result, 0);
  assert.match(result.stderr, /99\.99 is not delegated \(says the node; not proven\)/);
});

test('a full disk: exit 1, and nothing that looks like an answer', async () => {
  const result = await network.run('prove', IDENTIFIER, '--out', '/dev/full');
  assertCode(result, 1, 'SYSTEM_ENOSPC');
  assert.match(result.stderr, /The disk is full/);
});

test('an answer with any changed byte does not verify: exit 4, and nothing on stdout', async () => {
  const file = join(network.directory, 'whole.bin');
  assertCode(await network.run('prove', IDENTIFIER, '--out', file), 0);
  const whole = await readFile(file);
  for (const place of [0, 30, Math.floor(whole.length / 2), whole.length - 1]) {
    const changed = Buffer.from(whole);
    changed[place] = (changed[place] ?? 0) ^ 1;
    const path = join(network.directory, 'changed.bin');
    await writeFile(path, changed);
    const result = await touchmark(['verify', path, '--genesis', network.genesis]);
    assertCode(result, 4);
    assert.equal(result.stdout, '');
    assert.match(result.stderr, /^code: VERIFY_/m);
  }
});

test('verify takes a trusted header in the place of the genesis file', async () => {
  const header = join(network.directory, 'header.json');
  const file = join(network.directory, 'under-header.bin');
  assertCode(await network.run('trust', 'header', '--out', header), 0);
  assertCode(await network.run('prove', IDENTIFIER, '--out', file), 0);
  assertCode(await touchmark(['verify', file, '--trusted-header', header]), 0);
  assertCode(
    await touchmark(['verify', file, '--trusted-header', header, '--genesis', network.genesis]),
    2,
  );
});

test('list is proven complete, page by page and as a whole', async () => {
  const all = await network.run('list', '88.118.8', '--json');
  assertCode(all, 0);
  const document = jsonOf(all);
  assert.equal(at(document, 'prefix'), '88.118.8');
  assert.deepEqual(at(document, 'complete'), { after: null, last: null });
  assert.equal(at(document, 'records', 99, 'identifier'), RETIRED);
  const page = await network.run(
    'list',
    '88.118.8',
    '--limit',
    '2',
    '--after',
    'JXDY2606003',
    '--json',
  );
  assert.equal(at(jsonOf(page), 'records', 0, 'identifier'), '88.118.8/JXDY2606004');
  assert.equal(at(jsonOf(page), 'next'), 'JXDY2606005');
  const none = await network.run('list', '88.118.99');
  assertCode(none, 0);
  assert.match(none.stdout, /^0 records under 88\.118\.99, proven complete/);
});

test('what a node tells unproven: status, organizations, prefixes, blocks', async () => {
  const status = jsonOf(await network.run('status', '--json'));
  assert.match(String(at(status, 'chainId')), /^touchmark-example-/);
  assert.ok(Number(at(status, 'statistics', 'identifiers', 'registered')) >= 3_000);
  const organizations = jsonOf(await network.run('organization', 'list', '--json'));
  assert.equal(at(organizations, 'organizations', 43, 'status'), 'active');
  const one = jsonOf(await network.run('organization', 'show', 'jingxin-bearings', '--json'));
  assert.match(String(at(one, 'keys', 0, 'publicKey')), /^ed25519:[0-9a-f]{64}$/);
  assertCode(await network.run('organization', 'show', 'nobody'), 1, 'ORGANIZATION_ABSENT');
  const prefixes = await network.run('prefix', 'list', '88.118');
  assert.match(prefixes.stdout, /88\.118\.8\s+jingxin-bearings/);
  const prefix = jsonOf(await network.run('prefix', 'show', '88.118.8', '--json'));
  assert.equal(at(prefix, 'holder'), 'jingxin-bearings');
  assert.match((await network.run('block', 'list', '--limit', '2')).stdout, /^\d+ .* transactions/);
  const block = jsonOf(await network.run('block', 'show', '2', '--json'));
  assert.equal(at(block, 'receipts', 0, 'code'), 'OK');
  assert.equal(at(block, 'receipts', 0, 'proven'), false);
  const id = String(at(block, 'receipts', 0, 'transaction'));
  const receipt = jsonOf(await network.run('receipt', 'show', id, '--json'));
  assert.equal(at(receipt, 'status'), 'done');
  const file = join(network.directory, 'receipt.bin');
  assertCode(await network.run('receipt', 'prove', id, '--out', file), 0);
  const verified = await touchmark(['verify', file, '--genesis', network.genesis, '--json']);
  assertCode(verified, 0);
  assert.equal(at(jsonOf(verified), 'transaction'), id);
  assertCode(await network.run('receipt', 'show', '00'.repeat(32)), 5, 'SDK_OUTCOME_UNKNOWN');
});

test('events from the beginning, filtered and limited', async () => {
  const words = ['--after', '0-0-0', '--type', 'naming.delegated', '--limit', '2', '--json'];
  const result = await network.run('events', 'follow', ...words);
  assertCode(result, 0);
  const events = result.stdout
    .trim()
    .split('\n')
    .map((line): unknown => JSON.parse(line));
  assert.equal(events.length, 2);
  assert.deepEqual(
    events.map((event) => at(event, 'type')),
    ['naming.delegated', 'naming.delegated'],
  );
  assert.equal(at(events[0], 'params', 'prefix'), '88');
});
