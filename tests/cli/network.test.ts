import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, open, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join, resolve } from 'node:path';
import { after, before, test } from 'node:test';
import {
  makeKey,
  type Result,
  root,
  type Service,
  startService,
  stopServices,
  temporaryDirectory,
  touchmark,
} from './harness.ts';
import { assertCode, at, jsonOf } from './json.ts';

const program = resolve(root, 'packages/cli/src/bin.ts');
let directory: string;
let genesis: string;
let data: string;

function run(...words: string[]): Promise<Result> {
  const environment = { TOUCHMARK_KEYSTORE: join(directory, 'keys'), TOUCHMARK_PASSPHRASE: 'p' };
  return touchmark(words, { environment });
}

function startNode(...words: string[]): Promise<Service> {
  return startService(process.execPath, [
    program,
    'node',
    'start',
    '--data',
    data,
    '--port',
    '0',
    ...words,
  ]);
}

before(async () => {
  directory = await temporaryDirectory();
  genesis = join(directory, 'genesis.json');
  data = join(directory, 'data');
  await makeKey(join(directory, 'keys'), 'office', 'p');
  await makeKey(join(directory, 'keys'), 'signer', 'p');
});
after(async () => {
  await stopServices();
  await rm(directory, { recursive: true });
});

test('a network is founded with its rules and further organizations', async () => {
  const rules = [
    {
      action: '*',
      threshold: '2/3',
      electorate: ['role:top-operator'],
      votingMs: 60_000,
    },
  ];
  const file = join(directory, 'rules.json');
  await writeFile(file, JSON.stringify({ rules }));
  const out = join(directory, 'with-rules.json');
  const words = ['network', 'found', '--chain-id', 'founded-2', '--administrator', 'office=office'];
  const more = ['--validator', 'node1=signer', '--constitution', file, '--out', out];
  const top = ['--organization', 'top:top-operator,validator=signer'];
  assertCode(await run(...words, ...more, ...top), 0);
  const { appState, organizations } = await foundedState(out);
  assert.equal(at(appState, 'constitution', 'rules', '*', 'threshold'), '2/3');
  assert.deepEqual(at(organizations, 1, 'roles'), ['top-operator', 'validator']);
  const nobody = [...more.slice(0, -1), join(directory, 'nobody.json')];
  const unchangeable = await run(...words, ...nobody);
  assertCode(unchangeable, 2, 'GENESIS_CONSTITUTION');
  assertCode(await run(...words, ...nobody, '--organization', 'top:king=signer'), 2);
});

async function foundedState(file: string) {
  const genesis: unknown = JSON.parse(await readFile(file, 'utf8'));
  const appState = at(genesis, 'app_state');
  return { appState, organizations: at(appState, 'organizations') };
}

test('a network is founded from keys; its genesis file is never overwritten', async () => {
  const words = ['network', 'found', '--chain-id', 'founded-1', '--administrator', 'office=office'];
  const founded = await run(...words, '--validator', 'node1=signer', '--out', genesis, '--json');
  assertCode(founded, 0);
  assert.equal(at(jsonOf(founded), 'chainId'), 'founded-1');
  assert.equal(founded.stderr, '');
  const other = join(directory, 'other.json');
  const told = await run(...words, '--validator', 'node1=signer', '--out', other);
  assert.match(told.stderr, /node init --genesis \S+ --validator-key NAME --data DIR$/m);
  const several = ['--validator', 'node1=signer', '--validator', 'node2=office'];
  const shared = await run(...words, ...several, '--out', join(directory, 'shared.json'));
  assert.match(
    shared.stderr,
    /node init --genesis .*\\\n +--engine cometbft --cometbft .*--peer ID@/,
  );
  const content = await readFile(genesis, 'utf8');
  assertCode(await run(...words, '--validator', 'node1=signer', '--out', genesis), 2);
  assert.equal(await readFile(genesis, 'utf8'), content);
  const out = join(directory, 'never.json');
  assertCode(
    await run(...words, '--validator', 'node1=nobody', '--out', out),
    2,
    'KEYSTORE_KEY_UNKNOWN',
  );
  assertCode(await run(...words, '--out', out), 2);
  assertCode(
    await run(
      'network',
      'found',
      '--chain-id',
      'no spaces',
      ...words.slice(4),
      '--validator',
      'a=signer',
      '--out',
      out,
    ),
    2,
  );
});

test('a key that was given to a node of the network before is held by a second one', async () => {
  const engine = ['--engine', 'cometbft', '--cometbft', process.execPath];
  const prepare = (name: string, ...more: string[]) => {
    const where = ['--data', join(directory, name), '--genesis', genesis];
    return run('node', 'init', ...where, '--validator-key', 'signer', ...engine, ...more);
  };
  const state = 'cometbft/data/priv_validator_state.json';
  assertCode(await prepare('first'), 0);
  assert.ok(existsSync(join(directory, 'first', state)));
  const second = await prepare('second');
  assertCode(second, 0);
  assert.match(second.stderr, /given to a node of this network before: .*--never-signed/);
  assert.equal(existsSync(join(directory, 'second', state)), false);
  assertCode(await prepare('third', '--never-signed'), 0);
  assert.ok(existsSync(join(directory, 'third', state)));
  const shown = await run('node', 'show', '--data', join(directory, 'first'), '--json');
  const hash = createHash('sha256')
    .update(await readFile(genesis))
    .digest('hex');
  assert.equal(at(jsonOf(shown), 'genesisHash'), hash);
  assert.match(String(at(jsonOf(shown), 'node')), /^[0-9a-f]{40}$/);
  assert.equal(at(jsonOf(shown), 'isHeld'), false);
  assertCode(await run('node', 'show', '--data', join(directory, 'none')), 2);
});

test('a data directory is prepared once, and only an empty one', async () => {
  const words = ['--genesis', genesis, '--validator-key', 'signer'];
  assertCode(await run('node', 'init', '--data', data, ...words), 0);
  assertCode(await run('node', 'init', '--data', data, ...words), 2);
  const stranger = ['--genesis', genesis, '--validator-key', 'office'];
  const refused = await run('node', 'init', '--data', join(directory, 'd3'), ...stranger);
  assertCode(refused, 2);
  assert.match(refused.stderr, /"office" is none of the validators of /);
  assertCode(await run('node', 'init', '--data', join(directory, 'd3'), ...words), 0);
  const founded: unknown = JSON.parse(await readFile(genesis, 'utf8'));
  const rules = { '*': { threshold: 'any', electorate: ['role:auditor'], votingMs: 60_000 } };
  const unfit = Object.assign({}, founded, {
    app_state: Object.assign({}, at(founded, 'app_state'), { constitution: { rules } }),
  });
  const unfitFile = join(directory, 'unfit.json');
  await writeFile(unfitFile, JSON.stringify(unfit));
  const unfitWords = ['--genesis', unfitFile, '--validator-key', 'signer'];
  const told = await run('node', 'init', '--data', join(directory, 'd4'), ...unfitWords);
  assertCode(told, 2, 'GENESIS_CONSTITUTION');
  const foreign = join(directory, 'keys');
  assertCode(await run('node', 'init', '--data', foreign, ...words), 1, 'DATA_DIRECTORY_FOREIGN');
  assertCode(
    await run(
      'node',
      'init',
      '--data',
      join(directory, 'd2'),
      '--genesis',
      '/dev/null',
      '--validator-key',
      'signer',
    ),
    2,
  );
});

test('settings are checked and shown, with where each comes from', async () => {
  assertCode(await run('config', 'check', '--data', data), 0);
  const wrong = await run(
    'config',
    'check',
    '--data',
    data,
    '--set',
    'http.prot=1',
    '--set',
    'log.level=loud',
    '--json',
  );
  assertCode(wrong, 2);
  assert.equal(at(jsonOf(wrong), 'problems', 1, 'key') === undefined, false);
  const shown = jsonOf(await run('config', 'show', '--data', data, '--port', '9999', '--json'));
  const settings = at(shown, 'settings');
  assert.ok(Array.isArray(settings));
  const port: unknown = settings.find((setting) => at(setting, 'key') === 'http.port');
  assert.deepEqual(port, { key: 'http.port', value: '9999', source: 'flag http.port' });
  assert.match((await run('config', 'show', '--defaults')).stdout, /^# port = 8080$/m);
  assertCode(
    await run('config', 'check', '--config', join(directory, 'none.toml')),
    2,
    'SYSTEM_ENOENT',
  );
});

test('a node starts, is used, refuses a second one, and stops with 0', async () => {
  const node = await startNode('--set', 'log.level=warn');
  const reading = ['--url', node.url, '--genesis', genesis];
  const delegation = ['prefix', 'delegate', '7', 'top', '--key', 'office'];
  const admission = ['organization', 'admit', 'top', '--role', 'top-operator', '--key', 'office'];
  const publicKey = at(jsonOf(await run('key', 'show', 'signer', '--json')), 'publicKey');
  assertCode(await run(...admission, '--public-key', String(publicKey), ...reading), 0);
  assertCode(await run(...delegation, ...reading), 0);
  const second = await run('node', 'start', '--data', data, '--port', '0');
  assertCode(second, 1, 'DATA_DIRECTORY_IN_USE');
  assert.match(second.stderr, new RegExp(`Process ${node.child.pid} is using`));
  const scrubbed = await run('scrub', '--data', data);
  assertCode(scrubbed, 0);
  assert.match(scrubbed.stderr, /scrubs itself/);
  assert.equal(await node.stop('SIGINT'), 0);
  assert.equal(node.stdout(), `ready ${node.url}\n`);

  const again = await startNode('--set', 'log.level=warn');
  const shown = await run('prefix', 'show', '7', '--url', again.url, '--genesis', genesis);
  assert.match(shown.stdout, /holder\s+top/);
  assert.equal(await again.stop(), 0);
});

test('scrub finds a flipped bit', async () => {
  const sound = await run('scrub', '--data', data, '--json');
  assertCode(sound, 0);
  assert.equal(at(jsonOf(sound), 'transactions'), 2);
  const ledger = join(data, 'ledger');
  const store = (await readdir(ledger)).find((name) => !name.includes('lock'));
  assert.ok(store !== undefined);
  const path = join(ledger, store);
  const content = await readFile(path);
  const place = content.indexOf('top-operator');
  assert.ok(place > 0);
  const file = await open(path, 'r+');
  await file.write(Uint8Array.of((content[place] ?? 0) ^ 1), 0, 1, place);
  await file.close();
  const damaged = await run('scrub', '--data', data);
  assert.equal(damaged.code, 4, damaged.stderr);
  assert.match(damaged.stderr, /^code: (STATE|ENGINE)_/m);
  await writeFile(path, content);
  assertCode(await run('scrub', '--data', data), 0);
});

test('scrub founds nothing where a ledger is missing or empty', async () => {
  const ledger = join(data, 'ledger');
  const kept = join(directory, 'kept-ledger');
  await rename(ledger, kept);
  assertCode(await run('scrub', '--data', data), 1, 'DATA_DIRECTORY_LEDGER_MISSING');
  assert.ok(!existsSync(ledger));
  await mkdir(ledger);
  await writeFile(join(ledger, 'data.mdb'), '');
  const empty = await run('scrub', '--data', data);
  assert.equal(empty.code, 4, empty.stderr);
  assert.match(empty.stderr, /^code: STATE_/m);
  assert.equal(empty.stdout, '');
  await rm(ledger, { recursive: true });
  await rename(kept, ledger);
  assertCode(await run('scrub', '--data', data), 0);
});

test('a port in use: exit 1, and which', async () => {
  const server = createServer();
  await new Promise<void>((settle) => server.listen(0, '127.0.0.1', settle));
  const address = server.address();
  assert.ok(typeof address === 'object' && address !== null);
  const result = await run('node', 'start', '--data', data, '--port', String(address.port));
  server.close();
  assertCode(result, 1, 'NODE_ADDRESS_UNAVAILABLE');
  assert.match(
    result.stderr,
    new RegExp(`Can't listen on 127\\.0\\.0\\.1:${address.port}: .* --port`),
  );
});

test('a data directory without a genesis file, and wrong settings', async () => {
  const nowhere = await run('node', 'start', '--data', join(directory, 'nothing'));
  assertCode(nowhere, 2, 'DATA_DIRECTORY_MISSING');
  assertCode(await run('node', 'start', '--data', data, '--port', '99999'), 2);
  assertCode(
    await run('node', 'start', '--data', data, '--set', 'no.such=1'),
    2,
    'CONFIGURATION_INVALID',
  );
});
