/** A node joins a network that runs, is voted in as validator, and another one out. */
import assert from 'node:assert/strict';
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { after, before, test } from 'node:test';
import { ExampleKeys } from '@touchmark/cli';
import {
  type Action,
  consensusHash,
  decodeSignedHeader,
  decodeValidators,
  equalBytes,
  type Header,
} from '@touchmark/codec';
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
import { createVerifier } from '@touchmark/verify';
import { hierarchyExample } from '../../examples/hierarchy/index.ts';
import { ensureCometbft } from '../../scripts/cometbft.mjs';
import {
  type Cluster,
  foundCluster,
  startNodes,
  stopCluster,
} from '../../scripts/network/cluster.ts';
import { eventually } from './eventually.ts';
import { freePort } from './free-port.ts';

const BIN = resolve(import.meta.dirname, '../../packages/cli/src/bin.ts');
const NEWCOMER = 'newcomer';

let directory = '';
let cluster: Cluster;
let joined: ChildProcess | undefined;

before(async () => {
  directory = await mkdtemp(join(tmpdir(), 'touchmark-cluster-'));
  const binary = await ensureCometbft();
  const example = hierarchyExample();
  await foundCluster({ directory, binary, example, validators: 4, basePort: await freePort() });
  cluster = await startNodes(directory);
});

after(async () => {
  joined?.kill('SIGTERM');
  await stopCluster(directory);
  await rm(directory, { recursive: true, force: true });
});

const genesisFile = (): string => join(directory, 'genesis.json');
const ledgerOf = (number: number): string =>
  join(directory, number > 4 ? 'joined' : `node${number}`, 'ledger');

/** How many sign the newest block of a node, and how many the state names. */
async function validatorsAt(number: number): Promise<readonly [number, number]> {
  const reader = await openChainReader({ directory: ledgerOf(number) });
  try {
    const signing = decodeValidators(reader.latest().validators);
    return [signing.length, reader.read((view) => readValidators(view).length)];
  } finally {
    await reader.close();
  }
}

async function heightOf(number: number): Promise<number> {
  const reader = await openChainReader({ directory: ledgerOf(number) });
  try {
    return reader.latest().height;
  } finally {
    await reader.close();
  }
}

/** Sends as one of the founders to a node, which says what became of it. */
async function sendAs(organization: string, list: readonly Action[]): Promise<void> {
  const keys = await ExampleKeys.open(join(directory, 'keys'));
  const signers = [await keys.get(organization)];
  const unsigned = createTransaction({ chainId: cluster.chainId, actions: list, signers });
  const response = await fetch(`${cluster.nodes[0]?.url}/v1/transactions?wait=20000`, {
    method: 'POST',
    headers: { 'content-type': 'application/cbor' },
    body: Buffer.from(await signTransaction(unsigned, signers)),
  });
  const { code } = (await response.json()) as { code?: string };
  assert.equal(code, 'OK');
}

interface Voter {
  readonly organization: string;
  readonly publicKey: Uint8Array;
  readonly power: number;
}

const decideValidators = (number: number, validators: readonly Voter[]): Promise<void> =>
  decide(number, actions.setValidators({ validators: [...validators] }));

/** Proposes it, and has the founders agree: two thirds of all administrators. */
async function decide(number: number, action: Action): Promise<void> {
  const [first = '', ...others] = cluster.nodes.map(({ organization }) => organization);
  await sendAs(first, [actions.propose({ title: 'Decision', actions: [action], vote: 'yes' })]);
  for (const other of others) {
    await sendAs(other, [actions.vote({ proposal: number, choice: 'yes', reason: '' })]);
  }
}

interface Prepared {
  readonly node: string;
  readonly validatorKey: string;
}

test('a node joins, follows, is voted in, and another one out', { timeout: 180_000 }, async () => {
  const key = generateKey();
  const owner = { chainId: cluster.chainId, organization: NEWCOMER };
  const roles = ['validator' as const];
  const admission = { id: NEWCOMER, name: 'Newcomer', roles, keys: [proveKey(key, owner)] };
  await sendAs('top-beijing', [actions.admit(admission)]);
  const prepared = prepare();
  joined = await startJoined();
  await eventually(async () => {
    const [own, first] = [await heightOf(5), await heightOf(1)];
    return own >= first ? true : undefined;
  }, 'the newcomer at the height of the others');
  assert.deepEqual(await validatorsAt(5), [4, 4]);

  const reader = await openChainReader({ directory: ledgerOf(1) });
  const before = reader.read((view) => readValidators(view));
  await reader.close();
  const publicKey = new Uint8Array(Buffer.from(prepared.validatorKey, 'hex'));
  const with5 = [...before, { organization: NEWCOMER, publicKey, power: 10 }];
  await decideValidators(1, with5);
  await eventually(() => signing(5), 'five that sign');
  const [out] = with5;
  await decideValidators(
    2,
    with5.filter((voter) => voter !== out),
  );
  await eventually(() => signing(4), 'four that sign');
  await sendAs('top-beijing', [actions.delegate({ prefix: '88', holder: 'top-beijing' })]);
  await followed(out?.organization ?? '');
  await limited(3);
});

/** What was decided of blocks stands in the headers that CometBFT makes, and so does its hash. */
async function limited(number: number): Promise<void> {
  const limits = { maxBytes: 2_097_152, evidenceBlocks: 5_000, evidenceMs: 90_000_500 };
  await decide(number, actions.setConsensus(limits));
  const block = { maxBytes: BigInt(limits.maxBytes), maxGas: -1n };
  for (const node of [1, 5]) {
    await eventually(async () => {
      await signing(0);
      const header = await newestHeader(node);
      return equalBytes(header.consensusHash, consensusHash({ block })) ? true : undefined;
    }, `what was decided of blocks, in the headers of node ${node}`);
  }
}

async function newestHeader(number: number): Promise<Header> {
  const reader = await openChainReader({ directory: ledgerOf(number) });
  try {
    return decodeSignedHeader(reader.latest().signedHeader).header;
  } finally {
    await reader.close();
  }
}

/** A client that knows the genesis file alone comes to trust those who sign today, and can show somebody else how. */
async function followed(goneOrganization: string): Promise<void> {
  const genesis = new Uint8Array(await readFile(genesisFile()));
  const [url = '', ...witnesses] = cluster.nodes.map((node) => node.url);
  for (const verification of ['skipping', 'sequential'] as const) {
    const client = await connect({ url, witnesses, verification, trust: { genesis } });
    const { header, agreeing } = await client.checkWitnesses();
    assert.equal(agreeing.length, witnesses.length);
    assert.equal(header.power.total, 40n);
    assert.ok(header.signers.every(({ name }) => name !== goneOrganization));
    const answer = await client.prove('88/none');
    assert.equal(answer.verified.status, 'absent');
    assert.throws(() => createVerifier({ genesis }).verifyAnswer(answer.bytes), {
      code: 'VERIFY_VALIDATORS_UNKNOWN',
    });
    const offline = createVerifier({ genesis }, { path: client.trustPath() });
    assert.equal(offline.verifyAnswer(answer.bytes).status, 'absent');
  }
}

/** True once so many sign the newest block, as two nodes have it. */
async function signing(count: number): Promise<true | undefined> {
  // An idle chain has no newer header: something small makes one.
  const name = `document-${count}`;
  await sendAs('top-beijing', [
    actions.attach({ id: 'top-beijing', name, digest: crypto.getRandomValues(new Uint8Array(32)) }),
  ]);
  const seen = await Promise.all([validatorsAt(1), validatorsAt(5)]);
  return seen.every(([signers]) => signers === count) ? true : undefined;
}

/** What an operator does who joins. */
function prepare(): Prepared {
  const peers = cluster.nodes.map(({ peerId, peerPort }) => `${peerId}@127.0.0.1:${peerPort}`);
  const args = ['node', 'init', '--data', join(directory, 'joined'), '--genesis', genesisFile()];
  args.push('--engine', 'cometbft', '--cometbft', cluster.binary, '--json');
  args.push('--listen', '127.0.0.1:0', ...peers.flatMap((peer) => ['--peer', peer]));
  const text = execFileSync(process.execPath, [BIN, ...args], { encoding: 'utf8' });
  const prepared: Prepared = JSON.parse(text);
  return prepared;
}

async function startJoined(): Promise<ChildProcess> {
  const args = [BIN, 'node', 'start', '--data', join(directory, 'joined'), '--port', '0'];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'ignore'] });
  await new Promise<void>((ready, reject) => {
    child.stdout.on('data', (text) => {
      if (String(text).startsWith('ready')) ready();
    });
    child.on('close', () => reject(new Error('the node that joins has ended')));
  });
  return child;
}
