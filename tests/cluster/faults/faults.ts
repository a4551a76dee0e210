/** What is done to a network of four, one thing at a time; each leaves it whole again. */
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { connect } from '@touchmark/sdk';
import { cutNodes, signalNode } from '../../../scripts/network/cluster.ts';
import { eventually } from '../eventually.ts';
import { crashAt, killComet, logLength, rollBack, setClock } from './comet-program.ts';
import type { Trial } from './trial.ts';

export interface Fault {
  readonly name: string;
  /** @param victim the node that it is done to, if it is done to one. */
  readonly run: (trial: Trial, victim: number) => Promise<void>;
}

const HOUR_MS = 3_600_000;
/** What the others decide while one is away. */
const MEANWHILE = 5;

const killNode: Fault = {
  name: 'a node is killed with its CometBFT',
  async run(trial, victim) {
    await trial.kill(victim);
    await trial.writers.more(MEANWHILE);
    await trial.start(victim);
  },
};

const killCometAlone: Fault = {
  name: 'CometBFT of a node is killed',
  async run(trial, victim) {
    await killComet(trial.node(victim));
    await trial.writers.more(MEANWHILE);
  },
};

const pause: Fault = {
  name: 'a node stands still and goes on',
  async run(trial, victim) {
    signalNode(trial.node(victim), 'SIGSTOP');
    try {
      await trial.writers.more(MEANWHILE);
    } finally {
      signalNode(trial.node(victim), 'SIGCONT');
    }
  },
};

const cut: Fault = {
  name: 'a node is cut off and joined again',
  async run(trial, victim) {
    await cutNodes(trial.directory, [victim]);
    try {
      await trial.writers.more(MEANWHILE);
    } finally {
      await cutNodes(trial.directory, []);
    }
  },
};

const restartAll: Fault = {
  name: 'all nodes are killed at once',
  async run(trial) {
    const all = trial.cluster.nodes.map(({ number }) => number);
    await trial.kill(...all);
    await trial.start(...all);
  },
};

const twoOfFour: Fault = {
  name: 'two of four are down: 503 for writers, proofs for readers, and all resumes by itself',
  async run(trial, victim) {
    const { writers } = trial;
    const away = [victim, (victim % 4) + 1];
    const [asked, other] = trial.cluster.nodes.filter(({ number }) => !away.includes(number));
    assert.ok(asked !== undefined && other !== undefined);
    await trial.kill(...away);
    const stalled = await eventually(async () => {
      const answer = await writers.register(asked.url);
      return answer.code === 'NETWORK_STALLED' ? answer : undefined;
    }, 'an answer that no block is decided');
    assert.equal(stalled.status, 503);
    assert.ok(Number(stalled.retryAfter) >= 1);
    const before = writers.acknowledged.size;
    const client = await connect({ url: other.url, trust: { genesis: writers.genesis } });
    assert.equal((await client.resolve(writers.first!)).status, 'present');
    assert.equal((await client.resolve('88/never')).status, 'absent');
    assert.equal(writers.acknowledged.size, before);
    await trial.start(...away);
  },
};

/** What a disk does that says it has written and has not: the block is decided, and CometBFT knows nothing of it. */
const lostBlock: Fault = {
  name: 'CometBFT has lost its newest block, which the node has the header of',
  async run(trial, victim) {
    const node = trial.node(victim);
    await trial.kill(victim);
    rollBack(node);
    await trial.writers.more(MEANWHILE);
    await trial.start(victim);
  },
};

/** The clocks of two of four are wrong in both directions: block time stays between those that are right. */
const wrongClocks: Fault = {
  name: 'two clocks are wrong by an hour and by ten minutes',
  async run(trial, victim) {
    const [fast, slow] = [trial.node(victim), trial.node((victim % 4) + 1)];
    await setClock(fast, HOUR_MS);
    await setClock(slow, -HOUR_MS / 6);
    for (const node of [fast, slow]) await killComet(node);
    const startedMs = Date.now();
    await trial.writers.more(MEANWHILE);
    const times = await trial.blockTimesMs();
    const nowMs = Date.now();
    assert.ok(Math.max(...times) <= nowMs, 'no block is later than the clocks that are right');
    assert.ok(Math.max(...times) >= startedMs, 'block time goes on');
    for (const node of [fast, slow]) await setClock(node, 0);
    for (const node of [fast, slow]) await killComet(node);
  },
};

/** Where CometBFT ends itself while it decides a block: about eleven points a block, its own votes included. */
export const CRASH_POINTS = 12;

export function crashPoint(index: number): Fault {
  return {
    name: `CometBFT ends itself at crash point ${index}`,
    async run(trial, victim) {
      await crashTogether(trial, new Map([[victim, index]]));
    },
  };
}

/** Starts nodes anew, whose CometBFT ends itself at these points, and which start it again. */
export async function crashTogether(
  trial: Trial,
  points: ReadonlyMap<number, number>,
): Promise<void> {
  const victims = [...points.keys()];
  await trial.kill(...victims);
  const crashes = await Promise.all(
    [...points].map(async ([victim, index]) => {
      const node = trial.node(victim);
      await crashAt(node, index);
      return { node, index, from: await logLength(node) };
    }),
  );
  await trial.start(...victims);
  for (const { node, index, from } of crashes) {
    await eventually(async () => {
      const log = await readFile(join(node.directory, 'cometbft.log'));
      return log.subarray(from).includes(`*** fail-test ${index} ***`) ? true : undefined;
    }, `the crash of node ${node.number} at point ${index}`);
  }
  await trial.writers.more(1);
}

export const FAULTS: readonly Fault[] = [
  killNode,
  killCometAlone,
  pause,
  cut,
  twoOfFour,
  lostBlock,
  wrongClocks,
  restartAll,
];
