import assert from 'node:assert/strict';
import { cp, readFile, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { after, before, test } from 'node:test';
import { makeKey, type Network, openNetwork, root, touchmark } from './harness.ts';
import { assertCode, at, jsonOf } from './json.ts';

const HOLDER = 'jingxin-bearings';

let network: Network;
before(async () => {
  network = await openNetwork();
});
after(() => network[Symbol.asyncDispose]());

const file = (name: string): string => join(network.directory, name);

async function publicKeyOf(name: string): Promise<string> {
  return String(at(jsonOf(await network.run('key', 'show', name, '--json')), 'publicKey'));
}

async function receiptStatus(...words: string[]): Promise<unknown> {
  const result = await network.run(...words, '--json');
  assertCode(result, 0);
  return at(jsonOf(result), 'status');
}

test('register, update, update again, retire: each with a proven receipt', async () => {
  const id = '88.118.8/CLI-1';
  const secret = ['--secret', 'price=CNY 12.40'];
  const values = ['--value', 'URL=https://a.example/1', '--value', '9:batch=L1', ...secret];
  const registered = await network.run('register', id, ...values, '--key', HOLDER, '--json');
  assertCode(registered, 0);
  assert.match(String(at(jsonOf(registered), 'transaction')), /^[0-9a-f]{64}$/);
  assert.ok(at(jsonOf(registered), 'verified', 'signers', 0));
  assert.doesNotMatch((await network.run('resolve', id)).stdout, /12\.40/);
  assert.match(
    (await network.run('resolve', id, '--key', HOLDER)).stdout,
    /price +CNY 12\.40 +\[1100\]/,
  );
  const open = jsonOf(await network.run('resolve', id, '--key', HOLDER, '--json'));
  assert.deepEqual(at(open, 'values', 1, 'data'), { format: 'text', value: 'CNY 12.40' });
  const stranger = await network.run('resolve', id, '--key', 'yanshan-spindles');
  assertCode(stranger, 1, 'READ_TOKEN_REFUSED');
  assertCode(await network.run('resolve', id, '--key', HOLDER, '--as-of', '2'), 2);

  const change = ['--value', 'URL=https://a.example/2', '--remove', '9', '--key', HOLDER];
  assert.equal(await receiptStatus('update', id, ...change), 'done');
  const record = jsonOf(await network.run('resolve', id, '--json'));
  assert.equal(at(record, 'version'), 2);
  assert.equal(at(record, 'values', 0, 'data', 'value'), 'https://a.example/2');
  assert.equal(at(record, 'values', 1, 'type'), 'price');
  const stale = ['--value', 'URL=x', '--expected-version', '1', '--key', HOLDER];
  assertCode(await network.run('update', id, ...stale), 1, 'NAMING_VERSION_CONFLICT');

  assert.equal(
    await receiptStatus('retire', id, '--reason', 'end of life', '--key', HOLDER),
    'done',
  );
  assertCode(await network.run('resolve', id), 3);
  const late = ['update', id, '--value', 'URL=y', '--key', HOLDER];
  const tooLate = await network.run(...late);
  assertCode(tooLate, 3, 'RECORD_RETIRED');
  assert.match(tooLate.stderr, /reason: end of life\n[^]*is retired for good; nothing was changed/);
  const json = await network.run(...late, '--json', '--quiet');
  assert.equal(at(JSON.parse(json.stderr), 'error', 'exitCode'), 3);
  const never = ['retire', '88.118.8/NEVER', '--reason', 'r', '--key', HOLDER];
  assertCode(await network.run(...never), 3, 'RECORD_ABSENT');
  assert.match((await network.run(...never, '--language', 'zh')).stderr, /未作任何更改/);
});

test('what the ledger refuses: exit 1, its code, and words in the language of the user', async () => {
  const words = ['register', '88.118.8/X', '--value', 'a=b', '--key', 'yanshan-spindles'];
  const english = await network.run(...words);
  assertCode(english, 1, 'NAMING_NOT_PREFIX_HOLDER');
  assert.equal(english.stdout, '');
  assert.match(english.stderr, /neither holds nor administers it/);
  const chinese = await network.run(...words, '--language', 'zh');
  assert.match(chinese.stderr, /前缀 88\.118\.8 由 jingxin-bearings 持有/);
});

test('wrong usage of writing commands: exit 2', async () => {
  const key = ['--key', HOLDER];
  assertCode(await network.run('register', '88.118.8/X', ...key), 2);
  assertCode(await network.run('register', '88.118.8', '--value', 'a=b', ...key), 2);
  assertCode(await network.run('register', '88.118.8/X', '--value', 'ab', ...key), 2);
  assertCode(
    await network.run('register', '88.118.8/X', '--value', 'a=b', '--key', 'nobody'),
    2,
    'KEYSTORE_KEY_UNKNOWN',
  );
  assertCode(
    await network.run('register', '88.118.8/X', '--value', 'a=b'),
    2,
    'KEYSTORE_KEY_AMBIGUOUS',
  );
  assertCode(await network.run('update', '88.118.8/X', ...key), 2);
  assertCode(await network.run('retire', '88.118.8/X', ...key), 2);
});

test('an organization from its key to its first identifier, and its suspension', async () => {
  const office = ['--key', 'network-office'];
  await makeKey(network.keystore, 'acme', await network.passphrase());
  const publicKey = await publicKeyOf('acme');
  const admission = [
    'acme',
    '--name',
    'Acme 轴承',
    '--role',
    'enterprise-operator',
    '--public-key',
    publicKey,
  ];
  assert.equal(await receiptStatus('organization', 'admit', ...admission, ...office), 'done');
  const delegation = ['88.118.77', 'acme', '--key', 'sn-machinery'];
  assert.equal(await receiptStatus('prefix', 'delegate', ...delegation), 'done');
  const registration = ['88.118.77/1', '--value', 'URL=u', '--key', 'acme'];
  assert.equal(await receiptStatus('register', ...registration), 'done');

  const reason = ['--reason', 'audit'];
  assert.equal(
    await receiptStatus('organization', 'suspend', 'acme', ...reason, ...office),
    'done',
  );
  const refused = await network.run('register', '88.118.77/2', '--value', 'URL=u', '--key', 'acme');
  assert.equal(refused.code, 1);
  assert.match(refused.stderr, /suspended/i);
  assert.equal(
    await receiptStatus('organization', 'reinstate', 'acme', ...reason, ...office),
    'done',
  );
  const roles = ['--role', 'enterprise-operator', '--role', 'reporter'];
  assert.equal(
    await receiptStatus('organization', 'set-roles', 'acme', ...roles, ...office),
    'done',
  );

  await makeKey(network.keystore, 'acme-sm2', await network.passphrase(), 'sm2');
  const second = await publicKeyOf('acme-sm2');
  const adding = ['acme', '--public-key', second, '--key', 'acme'];
  assert.equal(await receiptStatus('organization', 'add-key', ...adding), 'done');
  const bySm2 = ['88.118.77/3', '--value', 'URL=u', '--key', 'acme-sm2'];
  assert.equal(await receiptStatus('register', ...bySm2), 'done');
  const keyId = String(at(jsonOf(await network.run('key', 'show', 'acme', '--json')), 'keyId'));
  const revocation = ['acme', keyId, '--reason', 'lost', '--key', 'acme-sm2'];
  assert.equal(await receiptStatus('organization', 'revoke-key', ...revocation), 'done');
  const shown = jsonOf(await network.run('organization', 'show', 'acme', '--json'));
  assert.deepEqual(at(shown, 'roles'), ['enterprise-operator', 'reporter']);
  assert.deepEqual(
    [at(shown, 'keys', 0, 'status'), at(shown, 'keys', 1, 'status')],
    ['active', 'revoked'],
  );
});

test('a batch registers all of a file, once, however often it is run', async () => {
  const items = Array.from(
    { length: 250 },
    (_, index) => `88.118.12/B-${index},https://b.example/${index},L${index}`,
  );
  await writeFile(file('items.csv'), `identifier,URL,batch\n${items.join('\n')}\n`);
  const words = [
    'batch',
    file('items.csv'),
    '--size',
    '100',
    '--key',
    'yanshan-spindles',
    '--json',
  ];
  const first = await network.run(...words);
  assertCode(first, 0);
  const counts = ['registered', 'before', 'transactions'].map((name) => at(jsonOf(first), name));
  assert.deepEqual(counts, [250, 0, 3]);
  const again = await network.run(...words);
  assertCode(again, 0);
  assert.equal(at(jsonOf(again), 'before'), 250);
  assert.equal(at(jsonOf(again), 'transactions'), 0);
});

function ndjson(identifier: string): string {
  return JSON.stringify({ identifier, values: [{ type: 'URL', data: 'u' }] });
}

test('a batch says which lines are refused, and with --keep-going does the others', async () => {
  const lines = ['88.118.12/K-1', '88.118.12/YSZ2606001', '88.118.12/K-3'].map(ndjson);
  await writeFile(file('mixed.ndjson'), lines.join('\n'));
  const words = [
    'batch',
    file('mixed.ndjson'),
    '--size',
    '1',
    '--key',
    'yanshan-spindles',
    '--json',
  ];
  const stopped = await network.run(...words);
  assertCode(stopped, 1);
  assert.equal(at(jsonOf(stopped), 'complete'), false);
  assert.equal(at(jsonOf(stopped), 'refused', 0, 'firstLine'), 2);
  const went = await network.run(...words, '--keep-going');
  assertCode(went, 1);
  assert.deepEqual(
    [at(jsonOf(went), 'before'), at(jsonOf(went), 'registered'), at(jsonOf(went), 'complete')],
    [1, 1, true],
  );
  await writeFile(file('bad.ndjson'), `${lines[0]}\nnonsense\n`);
  const bad = await network.run('batch', file('bad.ndjson'), '--key', 'yanshan-spindles');
  assertCode(bad, 2);
  assert.match(bad.stderr, /bad\.ndjson, line 2 is not a JSON object/);
});

test('a batch from standard input, with restricted values', async () => {
  const value = { type: 'price', data: 'CNY 3', permissions: '1100' };
  const input = JSON.stringify({ identifier: '88.118.12/S-1', values: [value] });
  const words = ['batch', '-', '--journal', file('stdin.journal'), '--key', 'yanshan-spindles'];
  assertCode(await network.runWith({ input }, ...words), 0);
  assertCode(await network.runWith({ input }, ...words), 0);
  assertCode(
    await network.runWith({ input }, ...words.filter((word) => !word.includes('journal'))),
    2,
  );
  const record = jsonOf(await network.run('resolve', '88.118.12/S-1', '--json'));
  assert.equal(at(record, 'values', 0, 'data', 'format'), 'digest');
});

test('a transaction of two signers, made, signed and shown offline, then submitted', async () => {
  const offline = { environment: { TOUCHMARK_URL: 'http://127.0.0.1:9' } };
  const action = {
    type: 'naming.register',
    params: {
      prefix: '88.118.15',
      entries: [
        {
          suffix: 'T-1',
          values: [{ index: 1, type: 'URL', data: 'u', ttlSeconds: 60, permissions: 14 }],
        },
      ],
    },
  };
  const signers = ['--signer', 'hengtai-gears', '--signer', 'luhe-castings'];
  const out = file('joint.transaction');
  const create = [
    'transaction',
    'create',
    '-',
    '--genesis',
    network.genesis,
    ...signers,
    '--out',
    out,
  ];
  const created = await network.runWith(
    { ...offline, input: JSON.stringify(action) },
    ...create,
    '--json',
  );
  assertCode(created, 0);
  const id = at(jsonOf(created), 'transaction');
  assertCode(await network.run('transaction', 'submit', out), 1, 'SDK_SIGNATURES_MISSING');
  const sign = (key: string) =>
    network.runWith(offline, 'transaction', 'sign', out, '--key', key, '--json');
  assertCode(await sign(HOLDER), 2, 'SDK_SIGNER_UNKNOWN');
  assert.match(String(at(jsonOf(await sign('luhe-castings')), 'missing', 0)), /^[0-9a-f]{40}$/);
  assert.deepEqual(at(jsonOf(await sign('hengtai-gears')), 'missing'), []);
  const shown = jsonOf(await network.runWith(offline, 'transaction', 'show', out, '--json'));
  assert.equal(at(shown, 'actions', 0, 'params', 'prefix'), '88.118.15');
  for (let round = 0; round < 2; round += 1) {
    const submitted = await network.run('transaction', 'submit', out, '--json');
    assertCode(submitted, 0);
    assert.equal(at(jsonOf(submitted), 'transaction'), id);
  }
  assertCode(await network.run('resolve', '88.118.15/T-1'), 0);
});

test('writing to a node that is away: exit 5', async () => {
  const words = [
    'register',
    '88.118.8/X',
    '--value',
    'a=b',
    '--key',
    HOLDER,
    '--genesis',
    network.genesis,
  ];
  const options = { environment: { TOUCHMARK_KEYSTORE: network.keystore } };
  assertCode(await touchmark([...words, '--url', 'http://127.0.0.1:9'], options), 5);
});

test('signed files become what the HTTP interface takes, one or a batch', async () => {
  const made: string[] = [];
  for (const number of [1, 2, 3]) {
    const actions = file(`pack-${number}.json`);
    const entries = [{ suffix: `PACK-${number}`, values: [] }];
    await writeFile(
      actions,
      JSON.stringify({ type: 'naming.register', params: { prefix: '88.118.8', entries } }),
    );
    const out = file(`pack-${number}.transaction`);
    const genesis = ['--genesis', network.genesis];
    const create = ['transaction', 'create', actions, ...genesis, '--signer', HOLDER, '--out', out];
    assertCode(await network.run(...create), 0);
    made.push(out);
  }
  const [one = '', two = '', three = ''] = made;
  const packed = file('packed.cbor');
  const pack = ['transaction', 'pack', '--out', packed];
  assertCode(await network.run(...pack, one), 1, 'SDK_SIGNATURES_MISSING');
  for (const each of made) {
    assertCode(await network.run('transaction', 'sign', each, '--key', HOLDER), 0);
  }
  assertCode(await network.run(...pack, two, three), 2, 'USAGE_INVALID');
  const post = async (path: string): Promise<unknown> => {
    const body = await readFile(packed);
    const headers = { 'content-type': 'application/cbor' };
    return (await fetch(network.url + path, { method: 'POST', headers, body })).json();
  };
  const single = await network.run(...pack, one);
  assertCode(single, 0);
  assert.match(single.stderr, /\/v1\/transactions/);
  assert.equal(at(await post('/v1/transactions'), 'status'), 'done');
  const batch = await network.run(...pack, two, three, '--batch', '--json');
  assertCode(batch, 0);
  const answer = await post('/v1/batches');
  for (const place of [0, 1]) {
    assert.equal(at(answer, 'results', place, 'status'), 'done');
    const id = at(answer, 'results', place, 'transaction');
    assert.equal(id, at(jsonOf(batch), 'transactions', place));
  }
});

/** The command lines of examples/README.md, in order, without their `npx touchmark`. */
async function commandLines(): Promise<string[]> {
  const text = await readFile(resolve(root, 'examples/README.md'), 'utf8');
  const lines = text.split('\n').filter((line) => line.startsWith('npx touchmark '));
  return lines.map((line) => line.slice('npx touchmark '.length));
}

test('what examples/README.md says works, line by line', async () => {
  const folder = join(network.directory, 'checkout');
  await cp(resolve(root, 'examples/batch'), join(folder, 'examples/batch'), { recursive: true });
  const options = { directory: folder, environment: { TOUCHMARK_KEY: 'jingxin-bearings' } };
  const lines = await commandLines();
  assert.ok(lines.length >= 8);
  for (const line of lines) {
    const [call = '', otherwise] = line.split(' || test $? -eq ');
    const words = call.replace('.touchmark/genesis.json', network.genesis).split(' ');
    const result = await network.runWith(options, ...words);
    const isRetired = line === 'resolve 88.118.8/CSV2609001';
    assertCode(result, otherwise === undefined && !isRetired ? 0 : 3);
  }
});
