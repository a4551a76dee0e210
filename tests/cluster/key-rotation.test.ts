/** A validator goes over to another key while the network decides blocks. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { after, before, test } from 'node:test';
import { ExampleKeys } from '@touchmark/cli';
import { type Action, encodeHex } from '@touchmark/codec';
import { validatorAddress } from '@touchmark/crypto';
import { openChainReader } from '@touchmark/engine';
import { readValidators } from '@touchmark/ledger';
import { actions, createTransaction, signTransaction } from '@touchmark/sdk';
import { hierarchyExample } from '../../examples/hierarchy/index.ts';
import { ensureCometbft } from '../../scripts/cometbft.mjs';
import {
  type Cluster,
  clusterStatus,
  foundCluster,
  getJson,
  isRunning,
  signalNode,
  startNodes,
  stopCluster,
} from '../../scripts/network/cluster.ts';
import { eventually } from './eventually.ts';
import { freePort } from './free-port.ts';

const BIN = resolve(import.meta.dirname, '../../packages/cli/src/bin.ts');
let directory = '';
let cluster: Cluster;

before(async () => {
  directory = await mkdtemp(join(tmpdir(), 'touchmark-cluster-'));
  const binary = await ensureCometbft();
  const example = hierarchyExample();
  await foundCluster({ directory, binary, example, validators: 4, basePort: await freePort() });
  cluster = await startNodes(directory);
});

after(async () => {
  await stopCluster(directory);
  await rm(directory, { recursive: true, force: true });
});

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

/** Has the founders agree on a list: two thirds of all administrators. */
async function decide(number: number, action: Action): Promise<void> {
  const [first = '', ...others] = cluster.nodes.map(({ organization }) => organization);
  await sendAs(first, [actions.propose({ title: 'Validators', actions: [action], vote: 'yes' })]);
  for (const other of others) {
    await sendAs(other, [actions.vote({ proposal: number, choice: 'yes', reason: '' })]);
  }
}

interface Consensus {
  readonly validators: readonly { address: string; isOwn: boolean; signedNewest: boolean }[];
}

/** An idle chain has no newer header: something small makes one. */
async function stir(): Promise<void> {
  const digest = crypto.getRandomValues(new Uint8Array(32));
  const name = `document-${encodeHex(digest).slice(0, 12)}`;
  await sendAs('top-beijing', [actions.attach({ id: 'top-beijing', name, digest })]);
}

test('the next key is taken into use when the members have decided so, and signs', {
  timeout: 240_000,
}, async () => {
  const node = cluster.nodes[3]!;
  const text = execFileSync(
    process.execPath,
    [BIN, 'node', 'next-key', '--data', node.directory, '--json'],
    { encoding: 'utf8' },
  );
  const { key, nextKey } = JSON.parse(text) as { key: string; nextKey: string };
  const reader = await openChainReader({ directory: join(node.directory, 'ledger') });
  const listed = reader.read((view) => readValidators(view));
  await reader.close();
  const publicKey = new Uint8Array(Buffer.from(nextKey, 'hex'));
  const validators = listed.map((voter) =>
    encodeHex(voter.publicKey) === key ? { ...voter, publicKey } : voter,
  );
  await decide(1, actions.setValidators({ validators }));
  const address = encodeHex(validatorAddress(publicKey)).toUpperCase();
  await eventually(async () => {
    await stir();
    const { validators: now } = (await getJson(`${node.url}/v1/consensus`)) as Consensus;
    const own = now.find(({ isOwn }) => isOwn);
    return own?.address === address && own.signedNewest ? true : undefined;
  }, 'a block that the next key has signed');
  const files = await readdir(node.directory);
  assert.ok(!files.includes('validator.next.json') && !files.includes('validator.rotating'));
  assert.equal(files.filter((name) => /^validator\.[0-9A-F]{40}\.json$/.test(name)).length, 1);
  // It comes back with the key that it has now.
  signalNode(node, 'SIGKILL');
  await eventually(() => Promise.resolve(isRunning(node) ? undefined : true), 'the end of node 4');
  cluster = await startNodes(directory, [4]);
  await eventually(async () => {
    await stir();
    const states = await clusterStatus(cluster);
    const isWell = states.every(({ votingPower, lag }) => votingPower === 10 && (lag ?? 9) < 3);
    return isWell ? true : undefined;
  }, 'four validators at the same height');
});
