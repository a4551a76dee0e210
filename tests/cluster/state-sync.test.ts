/** A node joins with the state of others instead of the first block; a validator comes back from a new disk. */
import assert from 'node:assert/strict';
import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { after, before, test } from 'node:test';
import { ExampleKeys } from '@touchmark/cli';
import { type Action, decodeValidators } from '@touchmark/codec';
import { openChainReader } from '@touchmark/engine';
import { readValidators } from '@touchmark/ledger';
import {
  actions,
  connect,
  createTransaction,
  generateKey,
  proveKey,
  signTransaction,
} from '@touchmark/sdk';
import { verifyAnswer } from '@touchmark/verify';
import { signerFiles } from '@touchmark/node';
import { hierarchyExample } from '../../examples/hierarchy/index.ts';
import { ensureCometbft } from '../../scripts/cometbft.mjs';
import {
  type Cluster,
  type ClusterNode,
  foundCluster,
  getJson,
  readCluster,
  signalNode,
  startNodes,
  stopCluster,
  stopNodes,
  wipeNode,
} from '../../scripts/network/cluster.ts';
import { eventually } from './eventually.ts';
import { freePort } from './free-port.ts';

const BIN = resolve(import.meta.dirname, '../../packages/cli/src/bin.ts');
const SETTINGS = ['comet.snapshot_interval=4'];
const OWNER = 'top-beijing';
const NEWCOMER = 'newcomer';

type Voter = ReturnType<typeof readValidators>[number];

let directory = '';
let cluster: Cluster;
let joined: ChildProcess | undefined;
let joinedUrl = '';
let joinedKey = '';
let documents = 0;

before(async () => {
  directory = await mkdtemp(join(tmpdir(), 'touchmark-cluster-'));
  const binary = await ensureCometbft();
  const example = hierarchyExample();
  await foundCluster({ directory, binary, example, validators: 4, basePort: await freePort() });
  cluster = await startNodes(directory, undefined, { settings: SETTINGS });
});

after(async () => {
  joined?.kill('SIGTERM');
  await stopCluster(directory);
  await rm(directory, { recursive: true, force: true });
});

const urlOf = (number: number): string => cluster.nodes[number - 1]?.url ?? '';

async function send(url: string, list: readonly Action[], by = OWNER): Promise<string> {
  const keys = await ExampleKeys.open(join(directory, 'keys'));
  const signers = [await keys.get(by)];
  const unsigned = createTransaction({ chainId: cluster.chainId, actions: list, signers });
  const response = await fetch(`${url}/v1/transactions?wait=20000`, {
    method: 'POST',
    headers: { 'content-type': 'application/cbor' },
    body: Buffer.from(await signTransaction(unsigned, signers)),
  });
  const { code, transaction } = (await response.json()) as { code?: string; transaction?: string };
  assert.equal(code, 'OK');
  return transaction ?? '';
}

/** A block with something in it. */
function sendSomething(url = urlOf(1)): Promise<string> {
  documents += 1;
  const digest = crypto.getRandomValues(new Uint8Array(32));
  return send(url, [actions.attach({ id: OWNER, name: `document-${documents}`, digest })]);
}

interface Block {
  readonly block: number;
  readonly hash: string;
  readonly previousRoot: string;
}

async function newest(url: string): Promise<Block> {
  const { blocks } = (await getJson(`${url}/v1/blocks?limit=1`)) as { blocks: Block[] };
  const [block] = blocks;
  assert.ok(block !== undefined);
  return block;
}

async function codeAt(url: string): Promise<string> {
  const { code } = (await (await fetch(url)).json()) as { code: string };
  return code;
}

/** Until two snapshots are there that headers follow. */
async function untilSnapshots(): Promise<void> {
  const until = (await newest(urlOf(1))).block + 8;
  while ((await newest(urlOf(1))).block < until) await sendSomething();
}

/** What an operator does who joins: the header comes from somebody he believes. @returns his validator key. */
async function prepare(): Promise<string> {
  const { block, hash } = await newest(urlOf(1));
  const peers = cluster.nodes.map(({ peerId, peerPort }) => `${peerId}@127.0.0.1:${peerPort}`);
  const args = [BIN, 'node', 'init', '--data', join(directory, 'joined')];
  args.push('--genesis', join(directory, 'genesis.json'));
  args.push('--engine', 'cometbft', '--cometbft', cluster.binary, '--listen', '127.0.0.1:0');
  args.push('--state-sync', '--trust-height', String(block), '--trust-hash', hash);
  args.push('--rpc-server', urlOf(1), '--rpc-server', urlOf(2), '--json');
  args.push(...peers.flatMap((peer) => ['--peer', peer]));
  const text = execFileSync(process.execPath, args, { encoding: 'utf8' });
  const { validatorKey }: { validatorKey: string } = JSON.parse(text);
  return validatorKey;
}

/** @returns its URL. */
async function startJoined(): Promise<string> {
  const args = [BIN, 'node', 'start', '--data', join(directory, 'joined'), '--port', '0'];
  joined = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'ignore'] });
  const child = joined;
  return new Promise<string>((ready, reject) => {
    child.stdout?.on('data', (text) => {
      const url = /^ready (\S+)/.exec(String(text))?.[1];
      if (url !== undefined) ready(url);
    });
    child.on('close', () => reject(new Error('the node that joins has ended')));
  });
}

async function stopJoined(): Promise<void> {
  const child = joined;
  assert.ok(child !== undefined);
  const ended = new Promise((done) => child.once('close', done));
  child.kill('SIGTERM');
  await ended;
}

async function untilSame(url: string): Promise<void> {
  await eventually(async () => {
    const [own, first] = [await newest(url), await newest(urlOf(1))];
    return own.block === first.block && own.hash === first.hash ? true : undefined;
  }, `the newest block at ${url}`);
}

test('a node joins by state sync and proves its answers', { timeout: 120_000 }, async () => {
  await send(urlOf(1), [actions.delegate({ prefix: '88', holder: OWNER })]);
  const value = { index: 1, type: 'URL', data: 'https://example.com', ttlSeconds: 60 };
  const entries = [{ suffix: 'before', values: [{ ...value, permissions: 14 }] }];
  await send(urlOf(1), [actions.register({ prefix: '88', entries })]);
  const old = await sendSomething();
  await untilSnapshots();
  joinedKey = await prepare();
  joinedUrl = await startJoined();
  await untilSame(joinedUrl);

  const genesis = await readFile(join(directory, 'genesis.json'));
  const answer = await fetch(`${joinedUrl}/v1/resolve/88/before`, {
    headers: { accept: 'application/cbor' },
  }).then((response) => response.arrayBuffer());
  assert.equal(verifyAnswer(new Uint8Array(answer), { genesis }).status, 'present');
  const { blocks } = (await getJson(`${joinedUrl}/v1/blocks?limit=100`)) as { blocks: Block[] };
  assert.ok((blocks.at(-1)?.block ?? 0) > 4, 'the first blocks are not there');
  assert.equal(await codeAt(`${joinedUrl}/v1/blocks/1`), 'BLOCK_BEFORE_SNAPSHOT');
  assert.equal(await codeAt(`${joinedUrl}/v1/receipts/${old}`), 'RECEIPT_NOT_HERE');
  assert.equal(await codeAt(`${joinedUrl}/v1/events?after=0-0-0`), 'EVENTS_BEFORE_SNAPSHOT');
});

test('it goes on through a restart, and takes in transactions', { timeout: 120_000 }, async () => {
  await stopJoined();
  await sendSomething();
  joinedUrl = await startJoined();
  await untilSame(joinedUrl);
  const genesis = await readFile(join(directory, 'genesis.json'));
  const keys = await ExampleKeys.open(join(directory, 'keys'));
  const signers = [await keys.get(OWNER)];
  const client = await connect({ url: joinedUrl, trust: { genesis }, signers });
  const digest = crypto.getRandomValues(new Uint8Array(32));
  await client.send([actions.attach({ id: OWNER, name: 'sent-to-the-joined', digest })]);
  const reader = await openChainReader({ directory: join(directory, 'joined', 'ledger') });
  assert.ok(reader.firstBlock() > 4);
  await reader.close();
  await untilSame(joinedUrl);
});

/** How many sign the newest block that a node has. */
async function signersAt(ledger: string): Promise<number> {
  const reader = await openChainReader({ directory: ledger });
  try {
    return decodeValidators(reader.latest().validators).length;
  } finally {
    await reader.close();
  }
}

/** The founders agree on a set of validators. */
async function decideValidators(number: number, validators: readonly Voter[]): Promise<void> {
  const [first = '', ...others] = cluster.nodes.map(({ organization }) => organization);
  const action = actions.setValidators({ validators: [...validators] });
  const proposal = { title: 'Validators', actions: [action], vote: 'yes' as const };
  await send(urlOf(1), [actions.propose(proposal)], first);
  for (const other of others) {
    await send(urlOf(1), [actions.vote({ proposal: number, choice: 'yes', reason: '' })], other);
  }
}

async function untilSigners(count: number): Promise<void> {
  const ledgers = [join(directory, 'joined', 'ledger'), join(directory, 'node1', 'ledger')];
  await eventually(async () => {
    await sendSomething();
    const seen = await Promise.all(ledgers.map(signersAt));
    return seen.every((signers) => signers === count) ? true : undefined;
  }, `${count} that sign`);
}

test('it is voted in as validator, and out again', { timeout: 120_000 }, async () => {
  const owner = { chainId: cluster.chainId, organization: NEWCOMER };
  const keys = [proveKey(generateKey(), owner)];
  const admission = { id: NEWCOMER, name: 'Newcomer', roles: ['validator' as const], keys };
  await send(urlOf(1), [actions.admit(admission)]);
  const reader = await openChainReader({ directory: join(directory, 'joined', 'ledger') });
  const before = reader.read((view) => readValidators(view));
  await reader.close();
  const publicKey = new Uint8Array(Buffer.from(joinedKey, 'hex'));
  await decideValidators(1, [...before, { organization: NEWCOMER, publicKey, power: 10 }]);
  await untilSigners(5);
  await decideValidators(2, before);
  await untilSigners(4);
});

test('what needs every block says that they are not here', { timeout: 60_000 }, async () => {
  await stopJoined();
  const data = join(directory, 'joined');
  const run = (...args: string[]) =>
    spawnSync(process.execPath, [BIN, ...args, '--data', data], { encoding: 'utf8' });
  assert.match(run('audit').stderr, /ENGINE_BLOCKS_MISSING/);
  assert.match(run('export', '--out', join(directory, 'x')).stderr, /ENGINE_BLOCKS_MISSING/);
  assert.equal(run('scrub').status, 0);
  assert.equal(run('backup', '--out', join(directory, 'backup')).status, 0);
});

/** Its key has signed before, so without what it signed, or with a new state, it is held. */
async function heldWithoutSigningState(node: ClusterNode, signed: string): Promise<void> {
  const state = await readFile(signed);
  const { hold } = signerFiles(node.directory, '');
  await writeFile(signed, '{"height":"0","round":0,"step":0}');
  await untilSnapshots();
  await assert.rejects(startNodes(directory, [node.number], { stateSync: true }), /has ended/);
  assert.match(await readFile(join(node.directory, 'node.log'), 'utf8'), /VALIDATOR_KEY_HELD/);
  assert.ok(existsSync(hold));
  await rm(hold);
  await rm(signed);
  await untilSnapshots();
  await startNodes(directory, [node.number], { stateSync: true, settings: SETTINGS });
  assert.ok(existsSync(hold));
  assert.equal(existsSync(signed), false);
  cluster = await readCluster(directory);
  await stopNodes(cluster.nodes.filter(({ number }) => number === node.number));
  await wipeNode(node);
  await rm(hold);
  await writeFile(signed, state);
}

/** Killed once a snapshot was accepted: what it left must not be in the way. */
async function killedInTheMiddle(node: ClusterNode): Promise<void> {
  const log = join(node.directory, 'cometbft.log');
  const accepted = async (): Promise<number> =>
    (await readFile(log, 'utf8').catch(() => '')).split('"Snapshot accepted').length;
  const before = await accepted();
  const started = startNodes(directory, [node.number], { stateSync: true });
  const ended = assert.rejects(started, /has ended/);
  await eventually(async () => ((await accepted()) > before ? true : undefined), 'an accepted one');
  const [running] = (await readCluster(directory)).nodes.filter(
    ({ number }) => number === node.number,
  );
  assert.ok(running !== undefined);
  signalNode(running, 'SIGKILL');
  await ended;
  assert.ok(existsSync(join(node.directory, 'state-sync.json')));
}

test('a validator comes back from a new disk, with what it signed', {
  timeout: 180_000,
}, async () => {
  const [third] = cluster.nodes.filter(({ number }) => number === 3);
  assert.ok(third !== undefined);
  await stopNodes([third]);
  await assert.rejects(startNodes(directory, [3], { stateSync: true }), /has ended/);
  const log = await readFile(join(third.directory, 'node.log'), 'utf8');
  assert.match(log, /NODE_STATE_SYNC_NOT_EMPTY|holds a ledger/);
  await wipeNode(third);
  const signed = join(third.directory, 'cometbft/data/priv_validator_state.json');
  assert.ok(existsSync(signed));
  await heldWithoutSigningState(third, signed);
  await untilSnapshots();
  await killedInTheMiddle(third);
  await startNodes(directory, [3], { stateSync: true, settings: SETTINGS });
  cluster = await readCluster(directory);
  await untilSame(urlOf(3));
  // Now no block is decided without it.
  await stopNodes(cluster.nodes.filter(({ number }) => number === 4));
  await sendSomething(urlOf(3));
  await untilSame(urlOf(3));
  const reader = await openChainReader({ directory: join(third.directory, 'ledger') });
  assert.ok(reader.firstBlock() > 4);
  await reader.close();
});
