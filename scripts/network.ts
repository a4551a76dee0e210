/** Several organizations' nodes on this machine: `npm run network -- help` says how. */
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
  killNodes,
  processState,
  readCluster,
  signalNode,
  startNodes,
  stopCluster,
  wipeNode,
} from './network/cluster.ts';
import { seedNetwork } from './network/seed-network.ts';
import { inWords, USAGE } from './network/words.ts';

const NO_SETTINGS: string[] = [];
const OPTIONS = {
  validators: { type: 'string', default: '5' },
  data: { type: 'string', default: '.touchmark-network' },
  'base-port': { type: 'string', default: '8100' },
  comet: { type: 'string', default: 'v0.39' },
  json: { type: 'boolean', default: false },
  'state-sync': { type: 'boolean', default: false },
  set: { type: 'string', multiple: true, default: NO_SETTINGS },
  help: { type: 'boolean', default: false },
} as const;

/** Said in one line, with how it is used. */
class UseError extends Error {}

function parsed() {
  try {
    return parseArgs({ allowPositionals: true, options: OPTIONS });
  } catch (error) {
    console.error(
      `touchmark: ${error instanceof Error ? error.message : String(error)}\n\n${USAGE}`,
    );
    return process.exit(2);
  }
}

const { values, positionals } = parsed();
const directory = resolve(process.env['INIT_CWD'] ?? process.cwd(), values.data);
const say = (text: string): void => console.error(text);

function wholeNumber(given: string, least: number, most: number): number {
  const number = Number(given);
  if (Number.isInteger(number) && number >= least && number <= most) return number;
  throw new UseError(
    inWords(
      `"${given}" is not a whole number from ${least} to ${most}.`,
      `"${given}" 不是 ${least} 至 ${most} 的整数。`,
    ),
  );
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
  await seedNetwork(cluster, example, say);
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
    state.state === 'running'
      ? [
          inWords(`block ${state.height ?? '?'}`, `区块 ${state.height ?? '?'}`),
          inWords(`${state.lag ?? '?'} behind`, `落后 ${state.lag ?? '?'}`),
          inWords(`power ${state.votingPower ?? '?'}`, `投票权 ${state.votingPower ?? '?'}`),
          inWords(`${state.peers ?? '?'} peers`, `对等节点 ${state.peers ?? '?'}`),
          state.consensus ?? inWords('does not answer', '未应答'),
          state.root?.slice(0, 16) ?? '',
        ]
      : [state.state],
  );
  for (const [index, { node, organization, url }] of nodes.entries()) {
    console.log([String(node), organization.padEnd(16), url, ...(rows[index] ?? [])].join('  '));
  }
}

async function chosen(): Promise<{ cluster: Cluster; nodes: ClusterNode[] }> {
  const cluster = await readCluster(directory);
  const [, given] = positionals;
  if (given === undefined)
    throw new UseError(
      inWords(
        `Which node? Give its number, 1 to ${cluster.nodes.length}.`,
        `哪个节点？请给出编号（1 至 ${cluster.nodes.length}）。`,
      ),
    );
  const numbers = given.split(',').map((word) => wholeNumber(word, 1, cluster.nodes.length));
  return { cluster, nodes: cluster.nodes.filter(({ number }) => numbers.includes(number)) };
}

const namesOf = (nodes: readonly ClusterNode[]): string =>
  nodes
    .map(({ number, organization }) =>
      inWords(`node ${number} (${organization})`, `节点 ${number}（${organization}）`),
    )
    .join(', ');

async function kill(): Promise<void> {
  const { nodes } = await chosen();
  await killNodes(nodes);
  say(inWords(`Killed ${namesOf(nodes)}.`, `已结束 ${namesOf(nodes)}。`));
}

async function pause(): Promise<void> {
  const { nodes } = await chosen();
  requireState(nodes, 'running', inWords('does not run', '未在运行'));
  for (const node of nodes) signalNode(node, 'SIGSTOP');
  say(inWords(`Paused ${namesOf(nodes)}.`, `已暂停 ${namesOf(nodes)}。`));
}

/** Whatever stopped them: a pause or an end. */
async function resume(): Promise<void> {
  const { nodes } = await chosen();
  for (const node of nodes) if (processState(node) === 'paused') signalNode(node, 'SIGCONT');
  const down = nodes.filter((node) => processState(node) === 'down');
  if (down.length > 0) await launch(down);
  say(inWords(`Resumed ${namesOf(nodes)}.`, `已恢复 ${namesOf(nodes)}。`));
}

async function launch(nodes: readonly ClusterNode[]): Promise<void> {
  const numbers = nodes.map(({ number }) => number);
  const options = { stateSync: values['state-sync'], settings: values.set };
  await startNodes(directory, numbers, options);
}

function requireState(
  nodes: readonly ClusterNode[],
  state: ReturnType<typeof processState>,
  otherwise: string,
): void {
  const other = nodes.find((node) => processState(node) !== state);
  if (other !== undefined) {
    const { number } = other;
    throw new Error(inWords(`Node ${number} ${otherwise}.`, `节点 ${number} ${otherwise}。`));
  }
}

async function start(): Promise<void> {
  const { nodes } = await chosen();
  requireState(nodes, 'down', inWords('runs already', '已在运行'));
  await launch(nodes);
  say(inWords(`Started ${namesOf(nodes)}.`, `已启动 ${namesOf(nodes)}。`));
}

async function wipe(): Promise<void> {
  const { nodes } = await chosen();
  for (const node of nodes) await wipeNode(node);
  say(
    inWords(
      `Wiped ${namesOf(nodes)}: keys and what they have signed are left.`,
      `已清除 ${namesOf(nodes)}：保留密钥及其已签内容。`,
    ),
  );
}

async function cut(): Promise<void> {
  const { nodes } = await chosen();
  await cutNodes(
    directory,
    nodes.map(({ number }) => number),
  );
  say(inWords(`Cut ${namesOf(nodes)} from the rest.`, `已将 ${namesOf(nodes)} 与其余节点隔开。`));
}

async function heal(): Promise<void> {
  await cutNodes(directory, []);
  say(inWords('All nodes are connected again.', '所有节点已重新连接。'));
}

async function down(): Promise<void> {
  await stopCluster(directory);
  say(
    inWords(
      `All nodes have ended; their data are in ${directory}.`,
      `所有节点已结束；数据位于 ${directory}。`,
    ),
  );
}

const COMMANDS: Readonly<Record<string, () => Promise<void>>> = {
  up,
  status,
  kill,
  pause,
  resume,
  start,
  wipe,
  cut,
  heal,
  down,
  help: () => Promise.resolve(console.log(USAGE)),
};

const [name = 'help'] = values.help ? ['help'] : positionals;
try {
  const command = COMMANDS[name];
  if (command === undefined)
    throw new UseError(inWords(`There is no command "${name}".`, `没有命令 "${name}"。`));
  await command();
} catch (error) {
  const isUse = error instanceof UseError;
  console.error(`touchmark: ${error instanceof Error ? error.message : String(error)}`);
  if (isUse) console.error(`\n${USAGE}`);
  process.exitCode = isUse ? 2 : 1;
}
