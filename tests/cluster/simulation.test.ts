/** Random histories of every action through a network of four nodes, some of which are killed. */
import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { ADMINISTRATOR, ExampleKeys } from '@touchmark/cli';
import { openChainReader } from '@touchmark/engine';
import { hierarchyExample } from '../../examples/hierarchy/index.ts';
import { ensureCometbft } from '../../scripts/cometbft.mjs';
import {
  type Cluster,
  clusterStatus,
  foundCluster,
  killNodes,
  startNodes,
  stopCluster,
} from '../../scripts/network/cluster.ts';
import { gather } from '../simulate/actors/crowd.ts';
import { Dice } from '../simulate/actors/dice.ts';
import { checkPromises } from '../simulate/check/promises.ts';
import { followBlock } from '../simulate/engine/follow-block.ts';
import type { HistoryBlock } from '../simulate/history.ts';
import { Lockstep } from '../simulate/lockstep.ts';
import { replayOnDisk, replayOnRuntimes } from '../simulate/replay/ways.ts';
import { eventually } from './eventually.ts';
import { freePort } from './free-port.ts';

const SEED = 7;
const VALIDATORS = 4;
const ROUNDS = 12;
const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');

let directory = '';
let cluster: Cluster;

before(async () => {
  directory = await mkdtemp(join(tmpdir(), 'touchmark-cluster-'));
  const binary = await ensureCometbft();
  const example = hierarchyExample();
  const basePort = await freePort();
  await foundCluster({ directory, binary, example, validators: VALIDATORS, basePort });
  cluster = await startNodes(directory);
});

after(async () => {
  await stopCluster(directory);
  await rm(directory, { recursive: true, force: true });
});

/** The id of a transaction, if the node has given a receipt for it. */
async function send(url: string, bytes: Uint8Array): Promise<string | undefined> {
  try {
    const response = await fetch(`${url}/v1/transactions?wait=20000`, {
      method: 'POST',
      headers: { 'content-type': 'application/cbor' },
      body: Buffer.from(bytes),
      signal: AbortSignal.timeout(25_000),
    });
    const answer = (await response.json()) as { transaction?: string };
    return response.status === 200 ? answer.transaction : undefined;
  } catch {
    return undefined;
  }
}

/** What the network decided, block by block, and the roots that the ledger came to. */
interface Followed {
  readonly lockstep: Lockstep;
  readonly done: Set<string>;
  readonly blocks: HistoryBlock[];
  readonly roots: string[];
}

async function follow(followed: Followed, number: number): Promise<void> {
  const { lockstep, done, blocks, roots } = followed;
  const node = cluster.nodes[number - 1]!;
  const reader = await openChainReader({ directory: join(node.directory, 'ledger') });
  try {
    while (lockstep.height < reader.latest().height) {
      const { block, receipts } = await followBlock(reader, lockstep);
      blocks.push(block);
      roots.push(hex(lockstep.root));
      for (const { id } of receipts) done.add(hex(id));
    }
  } finally {
    await reader.close();
  }
}

test('what four nodes do is what the model says, and nothing acknowledged is lost', {
  timeout: 180_000,
}, async () => {
  const genesis = new Uint8Array(await readFile(join(directory, 'genesis.json')));
  const lockstep = await Lockstep.found(genesis);
  const dice = new Dice(SEED);
  const keys = await ExampleKeys.open(join(directory, 'keys'));
  const ids = [ADMINISTRATOR, ...cluster.nodes.map(({ organization }) => organization)];
  const founders = await Promise.all(ids.map((id) => keys.get(id)));
  const crowd = gather(SEED, dice, lockstep.model, founders);
  const acknowledged: string[] = [];
  const done = new Set<string>();
  const followed = { lockstep, done, blocks: [], roots: [] };
  for (let round = 0; round < ROUNDS; round += 1) {
    const transactions = crowd.transactions(dice.between(5, 30), Date.now());
    const sent = transactions.map((bytes) => send(dice.pick(cluster.nodes).url, bytes));
    const victim = dice.chance(30) ? dice.between(2, VALIDATORS) : undefined;
    const killed = victim === undefined ? undefined : killNodes([cluster.nodes[victim - 1]!]);
    acknowledged.push(...(await Promise.all(sent)).filter((id) => id !== undefined));
    await killed;
    if (victim !== undefined) cluster = await startNodes(directory, [victim]);
    await follow(followed, 1);
  }
  assert.ok(acknowledged.length > 50, `${acknowledged.length} acknowledged`);
  // Another node's word is kept by this one when it has that block, too.
  await eventually(async () => {
    await follow(followed, 1);
    const missing = acknowledged.filter((id) => !done.has(id));
    if (missing.length > 0) throw new Error(`${missing.join(', ')} was acknowledged`);
    return true;
  }, 'all that was acknowledged, at the first node');
  checkPromises(lockstep.model.state);
  await sameEverywhere(followed);
  await sameElsewhere(genesis, followed);
});

/** Each node's own store has the same blocks, with the same roots. */
async function sameEverywhere(followed: Followed): Promise<void> {
  const { lockstep } = followed;
  const untilMs = Date.now() + 30_000;
  for (;;) {
    const states = await clusterStatus(cluster);
    if (states.every(({ height }) => (height ?? 0) >= lockstep.height)) break;
    assert.ok(Date.now() < untilMs, 'in vain: all nodes at the same height');
    await new Promise((later) => setTimeout(later, 100));
  }
  await follow(followed, 1);
  for (const node of cluster.nodes) {
    const reader = await openChainReader({ directory: join(node.directory, 'ledger') });
    const { height } = lockstep;
    const head = reader.latest().height;
    if (head > height) assert.equal(hex(reader.block(height + 1)!.appHash), hex(lockstep.root));
    else if (head === height) assert.equal(hex(reader.latest().root), hex(lockstep.root));
    else assert.equal(hex(reader.latest().root), hex(reader.block(head + 1)!.appHash));
    await reader.close();
  }
}

/** The same blocks without CometBFT: in LMDB with several a commit, and on each version of Node. */
async function sameElsewhere(genesis: Uint8Array, { blocks, roots }: Followed): Promise<void> {
  const history = { genesis, blocks };
  await replayOnDisk(history, roots, new Dice(SEED));
  assert.ok((await replayOnRuntimes(history, roots)).length >= 2);
}
