import { rmSync } from 'node:fs';
import { loadavg } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { type BenchOptions, type Figure, isWanted, medianOf } from '../figure.ts';
import { foundBenchNetwork } from '../fixture/network.ts';
import { processorMs, startNode } from '../fixture/node-process.ts';
import { runWrk } from '../fixture/wrk.ts';
import { writeBodies } from '../submit/bodies-file.ts';
import { type LoadedNode, measureRound, plainRun, POST_BODIES, type Run } from '../submit/index.ts';
import {
  Ballots,
  CONSTITUTION,
  makeMembers,
  PROPOSALS_PER_TURN,
  VOTES_PER_PROPOSAL,
} from './ballots.ts';

const WARM_UP_SECONDS = 4;
const WARM_UP_TURNS = 1;
/** So that each of the proposals being voted on is counted anew four times. */
const VOTES_PER_CHANGE = 1_000;

/**
 * Votes of a thousand organizations, each with a key of its own, as a share of plain transactions
 * of the same round; and the same while the membership changes, so that tallies are counted anew.
 */
export async function* governanceFigures(options: BenchOptions): AsyncIterable<Figure> {
  const run = plainRun(options.quick ? 3 : 8, options.quick);
  const rates: Record<'plain' | 'steady' | 'changing', number[]> = {
    plain: [],
    steady: [],
    changing: [],
  };
  const load = loadavg()[0] ?? 0;
  const cost: Record<string, number[]> = {};
  for (let round = 0; round < run.rounds; round += 1) {
    const within = async (name: string, measure: (directory: string) => Promise<LoadedNode>) => {
      const directory = join(options.directory, `${name}-${round}`);
      const { perSecond, processorMs: each } = await measure(directory);
      rmSync(directory, { recursive: true, force: true });
      (cost[name] ??= []).push(each);
      return perSecond;
    };
    rates.plain.push(await within('plain', (directory) => measureRound(directory, run)));
    rates.steady.push(await within('votes', (directory) => measureVotes(directory, run)));
    if (!isWanted(options, 'governance-retally')) continue;
    const changing = (directory: string) => measureVotes(directory, run, VOTES_PER_CHANGE);
    rates.changing.push(await within('changing', changing));
  }
  const conditions = `${run.rounds} rounds of ${run.seconds} s, load before ${load.toFixed(2)}`;
  const costOf = (name: string) => `${medianOf(cost[name] ?? [0]).toFixed(3)} ms`;
  const baseline = { name: 'transactions/s', value: medianOf(rates.plain) };
  const figure = (
    name: string,
    kind: 'votes' | 'changing',
    measured: readonly number[],
    words: string,
  ): Figure => ({
    name,
    value: medianOf(measured),
    unit: 'votes/s',
    baseline,
    ratio: medianOf(measured) / baseline.value,
    target: '>= 0.5',
    note: `${words}; ${conditions}; votes/s ${list(measured)}, transactions/s ${list(rates.plain)}; processor time for each: ${costOf(kind)}, of a transaction ${costOf('plain')}`,
  });
  const size = `${VOTES_PER_PROPOSAL} organizations under a rule of two thirds`;
  yield figure('governance', 'votes', rates.steady, size);
  if (rates.changing.length === 0) return;
  const costMs = VOTES_PER_CHANGE * (1e3 / medianOf(rates.changing) - 1e3 / medianOf(rates.steady));
  yield figure(
    'governance-retally',
    'changing',
    rates.changing,
    `${size}, a change of the membership every ${VOTES_PER_CHANGE} votes: 4 tallies counted anew, ` +
      `${costMs.toFixed(1)} ms for each change`,
  );
}

const list = (measured: readonly number[]): string => measured.map(Math.round).join(', ');

async function measureVotes(
  directory: string,
  run: Run,
  votesPerChange?: number,
): Promise<LoadedNode> {
  const members = makeMembers();
  const network = foundBenchNetwork(directory, { members, constitution: CONSTITUTION });
  const ballots = new Ballots(network, members, votesPerChange);
  const node = await startNode({ directory });
  try {
    for (const body of ballots.opening()) await post(node.url, body);
    const warmUp = join(directory, 'warm-up.bin');
    const file = join(directory, 'bodies.bin');
    writeBodies(warmUp, ballots.turns(WARM_UP_TURNS));
    const turns = Math.ceil(run.transactions / (PROPOSALS_PER_TURN * VOTES_PER_PROPOSAL));
    const written = writeBodies(file, ballots.turns(turns));
    const load = { url: node.url, script: POST_BODIES, connections: run.connections };
    // To its end, after which wrk asks for something else: no proposal may stay half decided.
    await runWrk({ ...load, scriptArguments: [warmUp], seconds: WARM_UP_SECONDS });
    await pause(500);
    const warmed = await executedProposals(node.url);
    if (warmed !== WARM_UP_TURNS * PROPOSALS_PER_TURN) {
      throw new Error(`the warm-up decided ${warmed} proposals: too slow, or too few of them`);
    }
    const started = processorMs(node.pid);
    const result = await runWrk({ ...load, scriptArguments: [file], seconds: run.seconds });
    const processor = processorMs(node.pid) - started;
    if (result.statusErrors > 0 || result.socketErrors > 0) {
      throw new Error(
        `${result.statusErrors} refused, ${result.socketErrors} broken: not a measurement`,
      );
    }
    if (result.requests > written) throw new Error('more bodies are needed');
    await checkDecisions(node.url, result.requests / (written / turns));
    return { ...result, processorMs: processor / result.requests };
  } finally {
    await node.stop();
  }
}

async function post(url: string, body: Uint8Array): Promise<void> {
  const response = await fetch(`${url}/v1/transactions`, {
    method: 'POST',
    headers: { 'content-type': 'application/cbor' },
    body: Buffer.from(body),
  });
  if (!response.ok) throw new Error(`a proposal failed: ${await response.text()}`);
}

/** As many proposals have to be carried out as turns of votes were acknowledged. */
async function checkDecisions(url: string, turns: number): Promise<void> {
  const least = (WARM_UP_TURNS + Math.floor(turns) - 1) * PROPOSALS_PER_TURN;
  const executed = await executedProposals(url);
  if (executed < least) throw new Error(`${executed} proposals decided, not ${least}`);
}

async function executedProposals(url: string): Promise<number> {
  let executed = 0;
  for (let next = ''; ; ) {
    const page: unknown = await (await fetch(`${url}/v1/proposals?limit=100${next}`)).json();
    const { proposals, next: before } = Object(page);
    if (!Array.isArray(proposals)) throw new Error('the node lists no proposals');
    executed += proposals.filter((proposal) => Object(proposal).status === 'executed').length;
    if (typeof before !== 'number') return executed;
    next = `&before=${before}`;
  }
}
