/** The first founder waits for the others: it says so, and can be stopped. */
import assert from 'node:assert/strict';
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { execPath } from 'node:process';
import { after, before, test } from 'node:test';
import { hierarchyExample } from '../../examples/hierarchy/index.ts';
import { ensureCometbft } from '../../scripts/cometbft.mjs';
import {
  type Cluster,
  type ClusterNode,
  foundCluster,
  startNodes,
  stopCluster,
} from '../../scripts/network/cluster.ts';
import { eventually } from './eventually.ts';
import { freePort } from './free-port.ts';

const BIN = resolve(import.meta.dirname, '../../packages/cli/src/bin.ts');
let directory = '';
let cluster: Cluster;
let first: ClusterNode;
const running: ChildProcess[] = [];

before(async () => {
  directory = await mkdtemp(join(tmpdir(), 'touchmark-cluster-'));
  const binary = await ensureCometbft();
  const example = hierarchyExample();
  const basePort = await freePort();
  cluster = await foundCluster({ directory, binary, example, validators: 4, basePort });
  first = cluster.nodes[0]!;
});

after(async () => {
  for (const child of running) child.kill('SIGKILL');
  await stopCluster(directory);
  await rm(directory, { recursive: true, force: true });
});

function start(node: ClusterNode, peer: ClusterNode): ChildProcess {
  const settings = [
    'engine.mode=cometbft',
    `comet.binary=${cluster.binary}`,
    `comet.listen=127.0.0.1:${node.peerPort}`,
    `comet.peers=${peer.peerId}@127.0.0.1:${peer.peerPort}`,
  ].flatMap((setting) => ['--set', setting]);
  const { port } = new URL(node.url);
  const args = [BIN, 'node', 'start', '--data', node.directory, '--port', port, ...settings];
  const child = spawn(execPath, args, { stdio: 'ignore' });
  running.push(child);
  return child;
}

interface Waiting {
  readonly height: number;
  readonly validators: readonly { organization: string; isOwn: boolean; prevoted: boolean }[];
  readonly findings: readonly { code: string; detail: string }[];
}

const shown = (...args: string[]) => spawnSync(execPath, [BIN, ...args], { encoding: 'utf8' });

/** What the first says, once it says this, and that in these words. */
function reportWith(
  code: string,
  isRight: (detail: string) => boolean = () => true,
): Promise<Waiting> {
  return eventually(async () => {
    const response = await fetch(`${first.url}/v1/consensus`);
    const report = (await response.json()) as Waiting;
    const found = report.findings.find((finding) => finding.code === code);
    return found !== undefined && isRight(found.detail) ? report : undefined;
  }, `a report with ${code}`);
}

test('one of four says that it is alone; with a second one who is missing; told to, it ends', {
  timeout: 240_000,
}, async () => {
  const second = cluster.nodes[1]!;
  const process = start(first, second);
  const alone = await reportWith('consensus.founding');
  assert.ok(alone.findings.some(({ code }) => code === 'consensus.alone'));
  assert.equal(alone.validators.length, 4);
  start(second, first);
  // Votes of its round may not have come yet when it is first seen to take too long.
  const isMissing = (detail: string, index: number): boolean =>
    detail.includes(`${cluster.nodes[index]?.organization} (`);
  const standing = await reportWith(
    'consensus.standing',
    (detail) =>
      [0, 1].every((index) => !isMissing(detail, index)) &&
      [2, 3].every((index) => isMissing(detail, index)),
  );
  assert.equal(standing.height, 1);
  const own = standing.validators.filter(({ isOwn }) => isOwn);
  assert.deepEqual(
    own.map(({ organization }) => organization),
    [first.organization],
  );

  const ready = await fetch(`${first.url}/readyz`);
  assert.equal(ready.status, 503);
  assert.ok(Number(ready.headers.get('retry-after')) > 0);
  assert.equal(((await ready.json()) as { code: string }).code, 'NODE_WAITING');
  assert.equal((await fetch(`${first.url}/livez`)).status, 200);

  const doctor = shown('network', 'doctor', '--node', first.url);
  assert.equal(doctor.status, 1);
  assert.match(doctor.stdout, /consensus\.standing: Block 1 is not decided/);
  const local = shown('doctor', '--data', first.directory, '--json');
  const { findings } = JSON.parse(local.stdout) as { findings: { check: string; level: string }[] };
  assert.equal(findings.find(({ check }) => check === 'store')?.level, 'warning');

  const ended = once(process, 'exit');
  process.kill('SIGTERM');
  assert.deepEqual(await ended, [0, null]);
  const other = once(running[1]!, 'exit');
  running[1]?.kill('SIGTERM');
  await other;
});

test('it founds the network with the others when they are there', {
  timeout: 180_000,
}, async () => {
  cluster = await startNodes(directory);
  const ready = await fetch(`${first.url}/readyz`);
  assert.equal(ready.status, 200);
});
