/** Four organizations' nodes on this machine, real processes: they agree, prove, and come back. */
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
  cutNodes,
  foundCluster,
  isRunning,
  readCluster,
  signalNode,
  startNodes,
  stopCluster,
} from '../../scripts/network/cluster.ts';
import { eventually } from './eventually.ts';
import { freePort } from './free-port.ts';

const example = hierarchyExample();
/** One of those that run a validator; it holds a top node of its own. */
const FOUNDER = example.organizations[0]!.id;
let directory = '';
let cluster: Cluster;

before(async () => {
  directory = await mkdtemp(join(tmpdir(), 'touchmark-cluster-'));
  const binary = await ensureCometbft();
  await foundCluster({ directory, binary, example, validators: 4, basePort: await freePort() });
  cluster = await startNodes(directory);
});

after(async () => {
  await stopCluster(directory);
  await rm(directory, { recursive: true, force: true });
});

async function clientOf(number: number): Promise<Client> {
  const url = cluster.nodes.find((node) => node.number === number)?.url ?? '';
  const genesis = await readFile(join(directory, 'genesis.json'));
  const keys = await ExampleKeys.open(join(directory, 'keys'));
  return connect({ url, trust: { genesis }, signers: [await keys.get(FOUNDER)] });
}

function sameRoots(): Promise<string> {
  return eventually(async () => {
    const states = await clusterStatus(cluster);
    const roots = new Set(states.map(({ root }) => root));
    const [root] = roots;
    return roots.size === 1 && root !== undefined ? root : undefined;
  }, 'the same root on all nodes');
}

const entry = (suffix: string) => ({
  suffix,
  values: [publicValue({ index: 1, type: 'URL', data: `https://example.com/${suffix}` })],
});

test('what one node takes in, another one proves', { timeout: 120_000 }, async () => {
  const first = await clientOf(1);
  await first.send([actions.delegate({ prefix: '88', holder: FOUNDER })]);
  await first.send([actions.register({ prefix: '88', entries: [entry('one')] })]);
  const second = await clientOf(2);
  const answer = await eventually(async () => {
    const found = await second.resolve('88/one');
    return found.status === 'present' ? found : undefined;
  }, 'the record at another node');
  assert.equal(answer.status, 'present');
  assert.equal((await second.resolve('88/none')).status, 'absent');
  await sameRoots();
});

test('a node that was killed comes back to the same state', { timeout: 120_000 }, async () => {
  const third = cluster.nodes[2];
  assert.ok(third !== undefined);
  signalNode(third, 'SIGKILL');
  await eventually(() => Promise.resolve(isRunning(third) ? undefined : true), 'the end of node 3');
  const first = await clientOf(1);
  for (const suffix of ['two', 'three', 'four']) {
    await first.send([actions.register({ prefix: '88', entries: [entry(suffix)] })]);
  }
  cluster = await startNodes(directory, [3]);
  const back = await clientOf(3);
  await eventually(async () => {
    const found = await back.resolve('88/four');
    return found.status === 'present' ? true : undefined;
  }, 'the record at the node that was killed');
  await sameRoots();
  cluster = await readCluster(directory);
});

test('two of four apart: reads go on with proofs, writes wait, and all resumes by itself', {
  timeout: 120_000,
}, async () => {
  const first = await clientOf(1);
  await cutNodes(directory, [3, 4]);
  const waiting = first.send([actions.register({ prefix: '88', entries: [entry('five')] })]);
  await new Promise((resolve) => {
    setTimeout(resolve, 3_000);
  });
  for (const number of [1, 4]) {
    const answer = await (await clientOf(number)).resolve('88/five');
    assert.equal(answer.status, 'absent');
  }
  await cutNodes(directory, []);
  await waiting;
  const fourth = await clientOf(4);
  await eventually(async () => {
    const found = await fourth.resolve('88/five');
    return found.status === 'present' ? true : undefined;
  }, 'the record behind the cut');
  await sameRoots();
});
