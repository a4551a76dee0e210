/** The older line of CometBFT carries the same ledger, and a network moves to the newer one node by node. */
import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { ExampleKeys } from '@touchmark/cli';
import { actions, type Client, connect, publicValue } from '@touchmark/sdk';
import { hierarchyExample } from '../../examples/hierarchy/index.ts';
import { ensureCometbft } from '../../scripts/cometbft.mjs';
import {
  type Cluster,
  clusterStatus,
  foundCluster,
  startNodes,
  stopCluster,
  stopNodes,
} from '../../scripts/network/cluster.ts';
import { eventually } from './eventually.ts';
import { freePort } from './free-port.ts';

const example = hierarchyExample();
const FOUNDER = example.organizations[0]!.id;
const VALIDATORS = 4;
let directory = '';
let basePort = 0;
let cluster: Cluster;

/** The same directory with another program. */
async function useLine(line: 'v0.38' | 'v0.39'): Promise<void> {
  const binary = await ensureCometbft(line);
  cluster = await foundCluster({ directory, binary, example, validators: VALIDATORS, basePort });
}

before(async () => {
  directory = await mkdtemp(join(tmpdir(), 'touchmark-cluster-'));
  basePort = await freePort();
  await useLine('v0.38');
  cluster = await startNodes(directory);
});

after(async () => {
  await stopCluster(directory);
  await rm(directory, { recursive: true, force: true });
});

async function clientOf(number: number): Promise<Client> {
  const url = cluster.nodes[number - 1]!.url;
  const genesis = await readFile(join(directory, 'genesis.json'));
  const keys = await ExampleKeys.open(join(directory, 'keys'));
  return connect({ url, trust: { genesis }, signers: [await keys.get(FOUNDER)] });
}

async function register(number: number, suffix: string): Promise<void> {
  const value = publicValue({ index: 1, type: 'URL', data: `https://example.com/${suffix}` });
  const entry = { suffix, values: [value] };
  await (await clientOf(number)).send([actions.register({ prefix: '88', entries: [entry] })]);
}

async function versions(): Promise<string[]> {
  const logs = cluster.nodes.map((node) => readFile(join(node.directory, 'cometbft.log'), 'utf8'));
  return (await Promise.all(logs)).map(
    (log) => [...log.matchAll(/"tendermint_version":"([\d.]+)"/g)].at(-1)?.[1] ?? '',
  );
}

test('four nodes on 0.38 go over to 0.39 one by one, and never stand still', {
  timeout: 180_000,
}, async () => {
  await (await clientOf(1)).send([actions.delegate({ prefix: '88', holder: FOUNDER })]);
  await register(2, 'old');
  assert.deepEqual(new Set(await versions()), new Set(['0.38.25']));
  await useLine('v0.39');
  for (const { number } of cluster.nodes) {
    await stopNodes([cluster.nodes[number - 1]!]);
    await register((number % VALIDATORS) + 1, `without-${number}`);
    cluster = await startNodes(directory, [number]);
    await register(number, `with-${number}`);
  }
  assert.deepEqual(new Set(await versions()), new Set(['0.39.4']));
  for (const { number } of cluster.nodes) {
    const client = await clientOf(number);
    await eventually(async () => {
      const found = await client.resolve(`88/with-${VALIDATORS}`);
      return found.status === 'present' ? true : undefined;
    }, `the newest record at node ${number}`);
  }
  const states = await clusterStatus(cluster);
  assert.equal(new Set(states.map(({ root }) => root)).size, 1);
});
