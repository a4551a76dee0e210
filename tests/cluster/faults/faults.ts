/** What is done to a network of four, one thing at a time; each leaves it whole again. */
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { connect } from '@touchmark/sdk';
import { cutNodes, signalNode } from '../../../scripts/network/cluster.ts';
import { eventually } from '../eventually.ts';
import { crashAt, killComet, logLength } from './comet-program.ts';
import type { Trial } from './trial.ts';

export interface Fault {
  readonly name: string;
  /** @param victim the node that it is done to, if it is done to one. */
  readonly run: (trial: Trial, victim: number) => Promise<void>;
}

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

/** Where CometBFT ends itself while it decides a block: about eleven points a block, its own votes included. */
export const CRASH_POINTS = 12;

export function crashPoint(index: number): Fault {
  return {
    name: `CometBFT ends itself at crash point ${index}`,
    async run(trial, victim) {
      const node = trial.node(victim);
      const from = await logLength(node);
      await crashAt(node, index);
      await killComet(node);
      await eventually(async () => {
        const log = await readFile(join(node.directory, 'cometbft.log'));
        const isThere = log.subarray(from).includes(`*** fail-test ${index} ***`);
        return isThere ? true : undefined;
      }, `the crash at point ${index}`);
      await trial.writers.more(1);
    },
  };
}

export const FAULTS: readonly Fault[] = [
  killNode,
  killCometAlone,
  pause,
  cut,
  twoOfFour,
  restartAll,
];
