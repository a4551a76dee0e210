/** Why a chain stands: what the status, the interface and the doctor say while two of four are away. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { after, before, test } from 'node:test';
import { hierarchyExample } from '../../examples/hierarchy/index.ts';
import { ensureCometbft } from '../../scripts/cometbft.mjs';
import {
  type Cluster,
  clusterStatus,
  foundCluster,
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

interface Shown {
  readonly ok: boolean;
  readonly nodes: readonly {
    readonly consensus: { readonly state: string } | null;
    readonly findings: readonly { readonly check: string; readonly detail: string }[];
  }[];
  readonly findings: readonly { readonly check: string; readonly level: string }[];
}

function doctor(numbers: readonly number[]): { shown: Shown; code: number | null; text: string } {
  const urls = numbers.flatMap((number) => ['--node', cluster.nodes[number - 1]!.url]);
  const run = (...more: string[]) =>
    spawnSync(process.execPath, [BIN, 'network', 'doctor', ...urls, ...more], { encoding: 'utf8' });
  const { stdout, status } = run('--json');
  const shown: Shown = JSON.parse(stdout);
  return { shown, code: status, text: run('--language', 'zh').stdout };
}

function exitCodeOf(number: number): number | null {
  const args = [
    BIN,
    'network',
    'doctor',
    '--timeout',
    '2s',
    '--node',
    cluster.nodes[number - 1]!.url,
  ];
  return spawnSync(process.execPath, args).status;
}

test('all is well: each node says so, and they have the same blocks', {
  timeout: 120_000,
}, async () => {
  await eventually(async () => {
    const states = await clusterStatus(cluster);
    return states.every(({ peers, votingPower, lag }) => {
      return peers === 3 && votingPower === 10 && lag === 0;
    })
      ? true
      : undefined;
  }, 'four nodes that are connected');
  const { shown, code } = doctor([1, 2, 3, 4]);
  assert.deepEqual([code, shown.ok], [0, true]);
  assert.deepEqual(
    shown.findings.map(({ check, level }) => `${check} ${level}`),
    ['network.same ok'],
  );
});

test('two of four are away: since when, whose votes are missing, and all goes on by itself', {
  timeout: 120_000,
}, async () => {
  const away = cluster.nodes.slice(2);
  for (const node of away) signalNode(node, 'SIGSTOP');
  const found = await eventually(() => {
    const { shown, code, text } = doctor([1, 2]);
    const isStanding = shown.nodes.every(({ consensus }) => consensus?.state === 'standing');
    return Promise.resolve(isStanding ? { shown, code, text } : undefined);
  }, 'a chain that is seen standing');
  assert.deepEqual([found.code, found.shown.ok], [1, false]);
  for (const { findings } of found.shown.nodes) {
    const standing = findings.find(({ check }) => check === 'consensus.standing');
    assert.match(standing?.detail ?? '', /20 prevoted, 27 is needed/);
    for (const { organization } of away) assert.ok(standing?.detail.includes(organization));
  }
  assert.match(found.text, /未能达成共识/);
  const own = spawnSync(process.execPath, [BIN, 'doctor', '--data', cluster.nodes[0]!.directory], {
    encoding: 'utf8',
  });
  assert.equal(own.status, 1);
  assert.match(own.stdout, /FAILURE +consensus\.standing: .*20 prevoted, 27 is needed/);
  const all = doctor([1, 2, 3, 4]).shown;
  assert.deepEqual(
    all.nodes.flatMap(({ findings }) =>
      findings.flatMap(({ check }) => (check === 'node.silent' ? [check] : [])),
    ),
    ['node.silent', 'node.silent'],
  );
  const unreached = all.findings.find(({ check }) => check === 'network.unreached');
  assert.equal(unreached?.level, 'warning');
  assert.equal(exitCodeOf(3), 5);
  for (const node of away) signalNode(node, 'SIGCONT');
  await eventually(() => {
    const { shown } = doctor([1, 2, 3, 4]);
    return Promise.resolve(shown.ok ? true : undefined);
  }, 'a chain that goes on');
});
