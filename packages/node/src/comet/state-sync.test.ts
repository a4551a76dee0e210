import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { resolveConfiguration } from '../index.ts';
import { testDirectory } from '../testing/test-node.ts';
import { cometHome, prepareCometHome } from './comet-files.ts';
import { signerFiles } from './signer/signer-files.ts';
import { NOTHING_SIGNED, readSigningState, writeSigningState } from './signer/signing-state.ts';
import { beginStateSync, endStateSync, stateSyncTrust } from './state-sync.ts';

const HASH = 'AB'.repeat(32);
const FLAGS = {
  'engine.mode': 'cometbft',
  'statesync.trust_height': '7',
  'statesync.trust_hash': HASH,
  'statesync.rpc_servers': 'http://one:8080,https://two/touchmark/cometbft',
};
const trustOf = (flags: Record<string, string>) => stateSyncTrust(resolveConfiguration({ flags }));
const TRUST = trustOf(FLAGS);

interface Place {
  readonly dataDirectory: string;
  readonly ledger: string;
  readonly founded: string;
  readonly data: string;
}

async function emptyPlace(context: TestContext): Promise<Place> {
  const dataDirectory = await testDirectory(context);
  const data = join(cometHome(dataDirectory).directory, 'data');
  await mkdir(data, { recursive: true });
  const [ledger, founded] = [join(dataDirectory, 'ledger'), join(dataDirectory, 'founded.json')];
  return { dataDirectory, ledger, founded, data };
}

async function signedHeight(dataDirectory: string): Promise<number> {
  return (await readSigningState(signerFiles(dataDirectory, '').state)).height;
}

async function leaveSomething({ ledger, data }: Place): Promise<void> {
  await mkdir(ledger, { recursive: true });
  await writeFile(join(ledger, 'data.mdb'), 'x');
  await mkdir(join(data, 'blockstore.db'));
  await writeFile(join(data, 'priv_validator_state.json'), '{"height":"9","round":0,"step":3}');
}

test('the settings ask for a state sync, or for none', () => {
  assert.deepEqual(TRUST, {
    height: 7,
    hash: HASH,
    servers: ['http://one:8080/cometbft', 'https://two/touchmark/cometbft'],
    periodHours: 168,
  });
  assert.equal(trustOf({ ...FLAGS, 'engine.mode': 'embedded' }), undefined);
  assert.equal(trustOf({ ...FLAGS, 'statesync.trust_height': '0' }), undefined);
});

test('what does not say enough of whom to trust is refused before anything is begun', () => {
  const lacking = [
    { 'statesync.trust_hash': '' },
    { 'statesync.rpc_servers': 'http://one:8080' },
    { 'statesync.rpc_servers': 'http://one:8080,http://one:8080/' },
  ];
  for (const flags of lacking) {
    assert.throws(() => trustOf({ ...FLAGS, ...flags }), { code: 'NODE_STATE_SYNC_TRUST' });
  }
});

test('an empty directory begins, and what was interrupted begins anew', async (context) => {
  const place = await emptyPlace(context);
  assert.deepEqual(await beginStateSync(place, TRUST), TRUST);
  await leaveSomething(place);
  assert.deepEqual(await beginStateSync(place, TRUST), TRUST);
  assert.equal(existsSync(place.ledger), false);
  assert.equal(existsSync(join(place.data, 'blockstore.db')), false);
  assert.equal(await signedHeight(place.dataDirectory), 9);
  // Without the settings it goes the long way, from the first block.
  await leaveSomething(place).catch(() => undefined);
  assert.equal(await beginStateSync(place, undefined), undefined);
  assert.equal(existsSync(place.ledger), false);
  assert.equal(existsSync(join(place.dataDirectory, 'state-sync.json')), false);
});

test('where there is a ledger it is refused, and nothing is touched', async (context) => {
  const place = await emptyPlace(context);
  const refused = { code: 'NODE_STATE_SYNC_NOT_EMPTY' };
  await leaveSomething(place);
  await assert.rejects(beginStateSync(place, TRUST), refused);
  await writeFile(place.founded, '{"chain":"test-1"}');
  await assert.rejects(beginStateSync(place, TRUST), refused);
  assert.ok(existsSync(join(place.ledger, 'data.mdb')));
  assert.equal(await beginStateSync(place, undefined), undefined);
});

test('after a state sync the settings may stay', async (context) => {
  const place = await emptyPlace(context);
  await beginStateSync(place, TRUST);
  await leaveSomething(place);
  await writeFile(place.founded, '{"chain":"test-1","stateSync":7}');
  assert.equal(await beginStateSync(place, TRUST), undefined);
  await endStateSync(place.dataDirectory);
  assert.equal(await beginStateSync(place, TRUST), undefined);
  assert.ok(existsSync(join(place.ledger, 'data.mdb')));
});

test('CometBFT is told what to trust only at that start', async (context) => {
  const dataDirectory = await testDirectory(context);
  const settings = {
    dataDirectory,
    genesisFile: join(dataDirectory, 'genesis.json'),
    validatorKeyFile: join(dataDirectory, 'validator.json'),
    listen: '127.0.0.1:0',
    peers: '',
  };
  const written = async (): Promise<string> =>
    readFile(join(cometHome(dataDirectory).directory, 'config/config.toml'), 'utf8');
  await writeSigningState(signerFiles(dataDirectory, '').state, NOTHING_SIGNED);
  await prepareCometHome({ ...settings, stateSync: TRUST });
  assert.match(await written(), /\[statesync\]\nenable = true\nrpc_servers = "http:\/\/one/);
  assert.equal(await signedHeight(dataDirectory), 0);
  await prepareCometHome(settings);
  assert.doesNotMatch(await written(), /statesync/);
});
