/** A network of several nodes on one machine: where its things lie, and its processes. */
import { spawn } from 'node:child_process';
import { closeSync, existsSync, openSync, readFileSync } from 'node:fs';
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { request } from 'node:http';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Example, ExampleKeys, prepareDataDirectory } from '@touchmark/cli';
import { encodeHex } from '@touchmark/codec';
import { ensureNodeKey, installNewKey, signerFiles } from '@touchmark/node';
import { createGenesis, generateKey } from '@touchmark/sdk';
import { officeOf, validatorsOf } from './organizations.ts';
import type { Wire } from './wires.ts';
import { inWords } from './words.ts';

const root = resolve(import.meta.dirname, '../..');
const READY_MS = 60_000;
const STOP_MS = 20_000;
/** Farther back than snapshots are kept. */
const TRUSTED_BLOCKS_BACK = 10_000;

export interface ClusterNode {
  readonly number: number;
  /** Whose it is. */
  readonly organization: string;
  readonly directory: string;
  readonly url: string;
  readonly peerId: string;
  readonly peerPort: number;
  /** Of the node; it looks after its CometBFT. Undefined: it does not run. */
  readonly pid?: number;
}

export interface Cluster {
  readonly directory: string;
  readonly chainId: string;
  readonly binary: string;
  readonly nodes: readonly ClusterNode[];
  /** The relays between the nodes, and the process that runs them. */
  readonly wires: readonly Wire[];
  readonly cut: readonly number[];
  readonly wiresPid?: number;
}

export interface UpOptions {
  readonly directory: string;
  readonly validators: number;
  readonly basePort: number;
  readonly binary: string;
  /** Whose organizations found the network. */
  readonly example: Example;
}

const fileOf = (directory: string): string => join(directory, 'network.json');

export async function readCluster(directory: string): Promise<Cluster> {
  if (!existsSync(fileOf(directory))) {
    throw new Error(
      inWords(
        `There is no network in ${directory}. Begin one with "npm run network -- up".`,
        `${directory} 中没有网络。请用 "npm run network -- up" 创建。`,
      ),
    );
  }
  return JSON.parse(await readFile(fileOf(directory), 'utf8')) as Cluster;
}

async function writeCluster(cluster: Cluster): Promise<void> {
  // The relay reads it at any moment.
  const file = fileOf(cluster.directory);
  await writeFile(`${file}.new`, `${JSON.stringify(cluster, null, 2)}\n`);
  await rename(`${file}.new`, file);
}

/** Founds the network if there is none in the directory. */
export async function foundCluster(options: UpOptions): Promise<Cluster> {
  const { directory, validators, basePort, binary } = options;
  if (existsSync(fileOf(directory))) {
    const known = { ...(await readCluster(directory)), binary };
    await writeCluster(known);
    return known;
  }
  await mkdir(directory, { recursive: true, mode: 0o700 });
  const keys = await ExampleKeys.open(join(directory, 'keys'));
  const founders = await validatorsOf(options.example, keys, validators);
  const validatorKeys = founders.map(() => generateKey());
  const chainId = `touchmark-local-${encodeHex(crypto.getRandomValues(new Uint8Array(4)))}`;
  const genesis = createGenesis({
    chainId,
    validators: founders.map(({ id }, index) => ({
      name: id,
      publicKey: validatorKeys[index]!.publicKey,
    })),
    organizations: [await officeOf(keys), ...founders].map(({ key, ...founder }) => ({
      ...founder,
      keys: [key],
    })),
  });
  await writeFile(join(directory, 'genesis.json'), genesis);
  const nodes: ClusterNode[] = [];
  for (const [index, key] of validatorKeys.entries()) {
    const home = join(directory, `node${index + 1}`);
    await mkdir(home, { recursive: true, mode: 0o700 });
    await prepareDataDirectory(home);
    await writeFile(join(home, 'genesis.json'), genesis);
    await installNewKey(signerFiles(home, ''), key.secretKey);
    nodes.push({
      number: index + 1,
      organization: founders[index]!.id,
      directory: home,
      url: `http://127.0.0.1:${basePort + index}`,
      peerId: await ensureNodeKey(join(home, 'cometbft')),
      peerPort: basePort + 1_000 + index,
    });
  }
  const cluster = { directory, chainId, binary, nodes, wires: wiresOf(nodes), cut: [] };
  await writeCluster(cluster);
  return cluster;
}

/** A relay for each ordered pair, on ports behind those of CometBFT. */
function wiresOf(nodes: readonly ClusterNode[]): Wire[] {
  return nodes.flatMap((from) =>
    nodes
      .filter((to) => to !== from)
      .map((to) => ({
        from: from.number,
        to: to.number,
        port: from.peerPort + 100 + (to.number - 1) * nodes.length,
        target: to.peerPort,
      })),
  );
}

/** The relay between the nodes, once it listens. */
async function launchWires({ directory, wires }: Cluster): Promise<number | undefined> {
  if (wires.length === 0) return undefined;
  const program = resolve(import.meta.dirname, 'wires.ts');
  const args = ['--disable-warning=ExperimentalWarning', program, fileOf(directory)];
  const log = join(directory, 'wires.log');
  const output = openSync(log, 'w', 0o600);
  const child = spawn(process.execPath, args, {
    detached: true,
    stdio: ['ignore', output, output],
  });
  closeSync(output);
  child.unref();
  while (child.exitCode === null && !readFileSync(log, 'utf8').includes('ready')) await sleep(20);
  if (child.pid !== undefined && child.exitCode === null) return child.pid;
  const why = readFileSync(log, 'utf8').trim();
  throw new Error(
    inWords(`The relay between the nodes does not start: ${why}`, `节点之间的中继未能启动：${why}`),
  );
}

/** Takes nodes apart from the others; none: all are together again. */
export async function cutNodes(directory: string, cut: readonly number[]): Promise<Cluster> {
  const cluster = { ...(await readCluster(directory)), cut };
  await writeCluster(cluster);
  if (isAlive(cluster.wiresPid)) process.kill(cluster.wiresPid ?? 0, 'SIGHUP');
  return cluster;
}

export interface StartOptions {
  /** Nodes without a ledger begin with the state of the others. */
  readonly stateSync?: boolean;
  /** Further settings, as `node start --set` takes them. */
  readonly settings?: readonly string[];
}

/** Starts what does not run of the nodes and waits until they serve. */
export async function startNodes(
  directory: string,
  numbers?: readonly number[],
  options: StartOptions = {},
): Promise<Cluster> {
  const known = await readCluster(directory);
  const wiresPid = isAlive(known.wiresPid) ? known.wiresPid : await launchWires(known);
  const cluster = { ...known, ...(wiresPid === undefined ? {} : { wiresPid }) };
  const trust = options.stateSync === true ? await trustOf(known) : [];
  const settings = [...(options.settings ?? []), ...trust];
  const nodes = cluster.nodes.map((node) => {
    const isWanted = numbers === undefined || numbers.includes(node.number);
    return isWanted && !isRunning(node) ? { ...node, pid: launch(cluster, node, settings) } : node;
  });
  const started = { ...cluster, nodes };
  await writeCluster(started);
  const wanted = nodes.filter(({ number }) => numbers === undefined || numbers.includes(number));
  await Promise.all(wanted.map(waitUntilReady));
  return started;
}

function launch(
  { binary, nodes, wires }: Cluster,
  node: ClusterNode,
  more: readonly string[],
): number {
  const peers = wires
    .filter(({ from }) => from === node.number)
    .map(({ to, port }) => `${nodes[to - 1]?.peerId}@127.0.0.1:${port}`);
  const settings = [
    'engine.mode=cometbft',
    `comet.binary=${binary}`,
    `comet.listen=127.0.0.1:${node.peerPort}`,
    `comet.peers=${peers.join(',')}`,
    'log.level=info',
    ...more,
  ];
  const log = openSync(join(node.directory, 'node.log'), 'a', 0o600);
  const port = new URL(node.url).port;
  const child = spawn(
    process.execPath,
    [
      '--disable-warning=ExperimentalWarning',
      resolve(root, 'packages/cli/src/bin.ts'),
      'node',
      'start',
      '--data',
      node.directory,
      '--port',
      port,
      ...settings.flatMap((setting) => ['--set', setting]),
    ],
    { detached: true, stdio: ['ignore', log, log] },
  );
  child.unref();
  if (child.pid === undefined)
    throw new Error(inWords(`node ${node.number} does not start`, `节点 ${node.number} 未能启动`));
  return child.pid;
}

/**
 * What a node that joins is told to trust: a block of one that serves, and two that it asks. An old block: from there
 * CometBFT's light client leaps to the snapshot, while it goes back to an older one header by header.
 */
export async function trustOf(cluster: Cluster): Promise<string[]> {
  const states = await Promise.all(
    cluster.nodes.map(async ({ url }) => {
      const block = await oldBlock(url).catch(() => undefined);
      return block === undefined ? [] : [{ url, block }];
    }),
  );
  const [first, second] = states.flat().toSorted((a, b) => a.block.block - b.block.block);
  if (first === undefined || second === undefined) {
    throw new Error(
      inWords('State sync needs two nodes that run.', '状态同步需要两个运行中的节点。'),
    );
  }
  return [
    `statesync.trust_height=${first.block.block}`,
    `statesync.trust_hash=${first.block.hash}`,
    `statesync.rpc_servers=${first.url},${second.url}`,
  ];
}

async function oldBlock(url: string): Promise<NewestBlock> {
  const { block } = await newestBlock({ url });
  const height = Math.max(1, block - TRUSTED_BLOCKS_BACK);
  // A node that joined by state sync does not have it.
  const found = await getJson(`${url}/v1/blocks/${height}`).catch(() => undefined);
  return found === undefined ? newestBlock({ url }) : (found as NewestBlock);
}

/** Takes everything from a node but its keys and what its validator has signed, as a new disk would. */
export async function wipeNode(node: ClusterNode): Promise<void> {
  if (isRunning(node))
    throw new Error(
      inWords(
        `Node ${node.number} runs; kill it first.`,
        `节点 ${node.number} 在运行；请先结束它。`,
      ),
    );
  const comet = join(node.directory, 'cometbft', 'data');
  const remove = ['ledger', 'snapshots', 'founded.json', 'state-sync.json', 'cometbft.log'];
  const left = existsSync(comet) ? await readdir(comet) : [];
  const blocks = left.filter((name) => name !== 'priv_validator_state.json');
  for (const path of [
    ...remove.map((name) => join(node.directory, name)),
    ...blocks.map((name) => join(comet, name)),
  ]) {
    await rm(path, { recursive: true, force: true });
  }
}

async function waitUntilReady(node: ClusterNode): Promise<void> {
  const until = Date.now() + READY_MS;
  for (;;) {
    const answer = await newestBlock(node).catch(() => undefined);
    if (answer !== undefined) return;
    const log = join(node.directory, 'node.log');
    if (!isRunning(node)) {
      throw new Error(
        inWords(
          `Node ${node.number} has ended; ${log} says why.`,
          `节点 ${node.number} 已结束；原因见 ${log}。`,
        ),
      );
    }
    if (Date.now() > until) {
      throw new Error(
        inWords(
          `Node ${node.number} does not serve yet; see ${log}.`,
          `节点 ${node.number} 尚未就绪；见 ${log}。`,
        ),
      );
    }
    await pause(50);
  }
}

export function isRunning({ pid }: ClusterNode): boolean {
  return isAlive(pid);
}

function isAlive(pid: number | undefined): boolean {
  if (pid === undefined) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

/** The node and the CometBFT that it has started: they are one process group. */
export function signalNode(node: ClusterNode, signal: NodeJS.Signals): void {
  if (node.pid !== undefined && isRunning(node)) process.kill(-node.pid, signal);
}

/** Ends nodes as a power cut does, with what they have started; resolves when all of it is gone. */
export async function killNodes(nodes: readonly ClusterNode[]): Promise<void> {
  for (const node of nodes) signalNode(node, 'SIGKILL');
  const until = Date.now() + STOP_MS;
  while (nodes.some(({ pid }) => isGroupAlive(pid)) && Date.now() < until) await pause(20);
}

function isGroupAlive(pid: number | undefined): boolean {
  return pid !== undefined && isAlive(-pid);
}

/** Whether a node's process runs, was stopped on the way, or is not there. */
export function processState({ pid }: ClusterNode): 'running' | 'paused' | 'down' {
  if (pid === undefined || !isAlive(pid)) return 'down';
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const letter = stat[stat.lastIndexOf(')') + 2];
    if (letter === 'T') return 'paused';
    // Ended, and nobody has asked for how.
    if (letter === 'Z') return 'down';
  } catch {
    // Another system has no such files.
  }
  return 'running';
}

/** Ends nodes gently; what does not listen is killed. */
export async function stopNodes(nodes: readonly ClusterNode[]): Promise<void> {
  for (const node of nodes) {
    signalNode(node, 'SIGCONT');
    if (node.pid !== undefined && isRunning(node)) process.kill(node.pid, 'SIGTERM');
  }
  const until = Date.now() + STOP_MS;
  while (nodes.some(isRunning) && Date.now() < until) await pause(50);
  for (const node of nodes) signalNode(node, 'SIGKILL');
}

/** Ends everything and keeps the data: `startNodes` goes on with it. */
export async function stopCluster(directory: string): Promise<void> {
  const cluster = await readCluster(directory);
  await stopNodes(cluster.nodes);
  const { wiresPid } = cluster;
  if (wiresPid !== undefined && isAlive(wiresPid)) process.kill(wiresPid, 'SIGTERM');
}

export interface NodeState {
  readonly node: number;
  readonly organization: string;
  readonly url: string;
  readonly running: boolean;
  readonly state: ReturnType<typeof processState>;
  /** The newest block whose state this node proves, and that state's root. */
  readonly height?: number;
  readonly root?: string;
  /** Nodes it is connected with. */
  readonly peers?: number;
  /** Its share of the votes; 0: it is no validator. */
  readonly votingPower?: number;
  /** `resting`, `deciding`, `standing`, `catching-up` or `away`. */
  readonly consensus?: string;
  /** Blocks behind the highest. */
  readonly lag?: number;
  /** Since its newest block. */
  readonly sinceBlockSeconds?: number;
}

/** What each node says of itself. */
export async function clusterStatus(cluster: Cluster): Promise<NodeState[]> {
  const states = await Promise.all(
    cluster.nodes.map(async (node): Promise<NodeState> => {
      const { number, organization, url } = node;
      const state = processState(node);
      const known = { node: number, organization, url, running: state !== 'down', state };
      if (state !== 'running') return known;
      const block = await newestBlock(node).catch(() => undefined);
      if (block === undefined) return known;
      // The newest header holds the root of the state before its block.
      const here = { height: block.block - 1, root: block.previousRoot };
      const sinceMs = Date.now() - Date.parse(block.time);
      const sinceBlockSeconds = Math.max(0, Math.round(sinceMs / 1_000));
      return { ...known, ...here, sinceBlockSeconds, ...(await consensusOf(node)) };
    }),
  );
  const highest = Math.max(0, ...states.map(({ height }) => height ?? 0));
  return states.map((state) =>
    state.height === undefined ? state : { ...state, lag: highest - state.height },
  );
}

async function consensusOf(
  node: ClusterNode,
): Promise<Pick<NodeState, 'peers' | 'votingPower' | 'consensus'>> {
  const answer = (await getJson(`${node.url}/v1/consensus`).catch(() => undefined)) as
    | { state: string; peers: string[]; validators: { isOwn: boolean; power: number }[] }
    | undefined;
  if (answer === undefined) return {};
  const own = answer.validators.find(({ isOwn }) => isOwn);
  return { peers: answer.peers.length, votingPower: own?.power ?? 0, consensus: answer.state };
}

interface NewestBlock {
  readonly time: string;
  readonly block: number;
  readonly hash: string;
  readonly previousRoot: string;
}

async function newestBlock({ url }: Pick<ClusterNode, 'url'>): Promise<NewestBlock> {
  const { blocks } = (await getJson(`${url}/v1/blocks?limit=1`)) as { blocks: NewestBlock[] };
  const [newest] = blocks;
  if (newest === undefined) throw new Error(inWords(`${url} has no block`, `${url} 没有区块`));
  return newest;
}

export function getJson(url: string, timeoutMs = 2_000): Promise<unknown> {
  return new Promise((settle, reject) => {
    const asked = request(url, { timeout: timeoutMs, agent: false }, (response) => {
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (piece: string) => {
        text += piece;
      });
      response.on('end', () => {
        if (response.statusCode !== 200) return reject(new Error(`${url}: ${response.statusCode}`));
        try {
          return settle(JSON.parse(text));
        } catch (error) {
          return reject(error instanceof Error ? error : new Error(String(error)));
        }
      });
      response.on('error', reject);
    });
    asked.on('timeout', () => asked.destroy(new Error(`${url}: no answer`)));
    asked.on('error', reject);
    asked.end();
  });
}

const pause = (durationMs: number): Promise<void> =>
  new Promise((settle) => {
    setTimeout(settle, durationMs);
  });
