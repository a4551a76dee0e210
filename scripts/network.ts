/**
 * Several organizations' nodes on this machine:
 *
 *   npm run network -- up [--validators 5] [--data DIR] [--base-port P] [--set NAME=VALUE]
 *   npm run network -- status [--json] | kill N | pause N | resume N | start N   [--data DIR]
 *   npm run network -- wipe N | start N --state-sync   [--data DIR]
 *   npm run network -- cut N,M | heal | down   [--data DIR]
 */
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { hierarchyExample } from '../examples/hierarchy/index.ts';
import { ensureCometbft } from './cometbft.mjs';
import {
  type Cluster,
  type ClusterNode,
  clusterStatus,
  cutNodes,
  foundCluster,
  readCluster,
  signalNode,
  startNodes,
  stopCluster,
  wipeNode,
} from './network/cluster.ts';
import { seedNetwork } from './network/seed-network.ts';

const USAGE =
  'npm run network -- up [--validators N] [--data DIR] [--base-port P] [--comet v0.39]\n' +
  'npm run network -- status [--json] | kill N | pause N | resume N | start N  [--data DIR]\n' +
  'npm run network -- wipe N | start N --state-sync  [--data DIR]\n' +
  'npm run network -- cut N,M | heal | down  [--data DIR]';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    validators: { type: 'string', default: '5' },
    data: { type: 'string', default: '.touchmark-network' },
    'base-port': { type: 'string', default: '8100' },
    comet: { type: 'string', default: 'v0.39' },
    json: { type: 'boolean', default: false },
    'state-sync': { type: 'boolean', default: false },
    set: { type: 'string', multiple: true, default: [] },
  },
});
const directory = resolve(process.env['INIT_CWD'] ?? process.cwd(), values.data);

function wholeNumber(given: string, least: number, most: number): number {
  const number = Number(given);
  if (Number.isInteger(number) && number >= least && number <= most) return number;
  throw new Error(`"${given}" is not a whole number from ${least} to ${most}.`);
}

async function up(): Promise<void> {
  const binary = await ensureCometbft(values.comet);
  const example = hierarchyExample();
  await foundCluster({
    directory,
    binary,
    example,
    validators: wholeNumber(values.validators, 1, 50),
    basePort: wholeNumber(values['base-port'], 1_024, 60_000),
  });
  const cluster = await startNodes(directory, undefined, { settings: values.set });
  await seedNetwork(cluster, example, (text) => console.error(text));
  console.log(['ready', ...cluster.nodes.map(({ url }) => url)].join(' '));
}

async function status(): Promise<void> {
  const cluster = await readCluster(directory);
  const nodes = await clusterStatus(cluster);
  if (values.json) {
    console.log(JSON.stringify({ chainId: cluster.chainId, nodes }));
    return;
  }
  const rows = nodes.map((state) =>
    state.running
      ? [
          `block ${state.height ?? '?'}`,
          `${state.lag ?? '?'} behind`,
          `power ${state.votingPower ?? '?'}`,
          `${state.peers ?? '?'} peers`,
          state.consensus ?? 'does not answer',
          state.root?.slice(0, 16) ?? '',
        ]
      : ['down'],
  );
  for (const [index, { node, organization, url }] of nodes.entries()) {
    console.log([String(node), organization.padEnd(16), url, ...(rows[index] ?? [])].join('  '));
  }
}

function chosen({ nodes }: Cluster, given: string | undefined): ClusterNode[] {
  return (given ?? '').split(',').map((word) => {
    const number = wholeNumber(word, 1, nodes.length);
    const node = nodes.find((other) => other.number === number);
    if (node === undefined) throw new Error(`There is no node ${number}.`);
    return node;
  });
}

async function signal(name: NodeJS.Signals): Promise<void> {
  for (const node of chosen(await readCluster(directory), positionals[1])) signalNode(node, name);
}

const COMMANDS: Readonly<Record<string, () => Promise<void>>> = {
  up,
  status,
  kill: () => signal('SIGKILL'),
  pause: () => signal('SIGSTOP'),
  resume: () => signal('SIGCONT'),
  start: async () => {
    const nodes = chosen(await readCluster(directory), positionals[1]);
    await startNodes(
      directory,
      nodes.map(({ number }) => number),
      { stateSync: values['state-sync'], settings: values.set },
    );
  },
  wipe: async () => {
    for (const node of chosen(await readCluster(directory), positionals[1])) await wipeNode(node);
  },
  cut: async () => {
    const nodes = chosen(await readCluster(directory), positionals[1]);
    await cutNodes(
      directory,
      nodes.map(({ number }) => number),
    );
  },
  heal: async () => {
    await cutNodes(directory, []);
  },
  down: () => stopCluster(directory),
};

const command = COMMANDS[positionals[0] ?? ''];
try {
  if (command === undefined) throw new Error(`Use:\n${USAGE}`);
  await command();
} catch (error) {
  console.error(`touchmark: ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 1;
}
