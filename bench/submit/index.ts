import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { ed25519Verifier } from '@touchmark/crypto';
import { type BenchOptions, type Figure, isWanted, medianOf } from '../figure.ts';
import { type BenchNetwork, foundBenchNetwork, signActions } from '../fixture/network.ts';
import { processorMs, startNode } from '../fixture/node-process.ts';
import { delegationActions, ENTRIES_PER_TRANSACTION, registerSerials } from '../fixture/records.ts';
import { type LoadResult, runWrk } from '../fixture/wrk.ts';
import { mapSequentialRate } from '../map/index.ts';
import { writeBodies } from './bodies-file.ts';
import { verificationsPerSecond } from './verify-rate.ts';

export const POST_BODIES: string = join(import.meta.dirname, 'post-bodies.lua');
const WARM_UP_SECONDS = 3;

/** What the load saw, and what it cost the node. */
export interface LoadedNode extends LoadResult {
  /** Processor time for each request, on all threads. */
  processorMs: number;
}

export interface Run {
  name: string;
  /** Identifiers a transaction registers. */
  entries: number;
  transactions: number;
  connections: number;
  rounds: number;
  seconds: number;
}

/** Rates of transactions sent over HTTP by a load tool, each counted only when it was answered as durable. */
export async function* submitFigures(options: BenchOptions): AsyncIterable<Figure> {
  if (isWanted(options, 'transactions')) yield await measureTransactions(options);
  if (isWanted(options, 'identifiers-batched')) yield await measureBatches(options);
}

/** Transactions that register one identifier each. */
export function plainRun(seconds: number, quick: boolean): Run {
  return {
    name: 'transactions',
    entries: 1,
    transactions: (quick ? 12_000 : 14_000) * (seconds + 2),
    connections: 512,
    rounds: quick ? 1 : 3,
    seconds,
  };
}

async function measureTransactions(options: BenchOptions): Promise<Figure> {
  const seconds = options.quick ? 3 : 8;
  const run = plainRun(seconds, options.quick);
  const baselines: number[] = [];
  const messageBytes = 420;
  const measure = async (): Promise<number> => {
    baselines.push(verificationsPerSecond(messageBytes, 2));
    return 0;
  };
  const rates = await measureRounds(options, run, measure);
  const baseline = medianOf(baselines);
  const value = medianOf(rates);
  return {
    name: 'transactions',
    value,
    unit: 'transactions/s',
    baseline: { name: `verifications/s on one core, ${ed25519Verifier.name}`, value: baseline },
    ratio: value / baseline,
    target: '>= 0.4',
    note: `${run.connections} connections with keep-alive, ${run.rounds} rounds of ${seconds} s, rates ${rates.map(Math.round).join(', ')}`,
  };
}

async function measureBatches(options: BenchOptions): Promise<Figure> {
  const seconds = options.quick ? 3 : 8;
  const run: Run = {
    name: 'identifiers-batched',
    entries: ENTRIES_PER_TRANSACTION,
    transactions: 400 * (seconds + 2),
    connections: 8,
    rounds: options.quick ? 1 : 3,
    seconds,
  };
  const baselines: number[] = [];
  const rates = await measureRounds(options, run, async () => {
    const directory = join(options.directory, 'map');
    baselines.push(await mapSequentialRate({ directory, quick: options.quick }));
    rmSync(directory, { recursive: true, force: true });
  });
  const baseline = medianOf(baselines);
  const value = medianOf(rates) * run.entries;
  return {
    name: 'identifiers-batched',
    value,
    unit: 'identifiers/s',
    baseline: { name: 'the map alone, keys/s of map-sequential', value: baseline },
    ratio: value / baseline,
    target: '>= 0.3',
    note: `${run.connections} connections, ${run.rounds} rounds of ${seconds} s, transactions/s ${rates.map(Math.round).join(', ')}`,
  };
}

/** Each round has a ledger of its own, and its baseline right before. */
async function measureRounds(
  options: BenchOptions,
  run: Run,
  baseline: () => Promise<unknown>,
): Promise<number[]> {
  const rates: number[] = [];
  for (let round = 0; round < run.rounds; round += 1) {
    await baseline();
    const directory = join(options.directory, `${run.name}-${round}`);
    rates.push((await measureRound(directory, run)).perSecond);
    rmSync(directory, { recursive: true, force: true });
  }
  return rates;
}

export async function measureRound(directory: string, run: Run): Promise<LoadedNode> {
  const network = foundBenchNetwork(directory);
  const node = await startNode({ directory });
  try {
    await delegate(network, node.url, run.transactions * run.entries);
    const warmUp = writeRegistrations(network, run, 'warm-up.bin', 0, run.transactions / 4);
    const file = writeRegistrations(
      network,
      run,
      'bodies.bin',
      run.transactions / 4,
      run.transactions,
    );
    const load = { url: node.url, script: POST_BODIES, connections: run.connections };
    await runWrk({ ...load, scriptArguments: [warmUp], seconds: WARM_UP_SECONDS });
    await pause(500);
    const before = await registeredIdentifiers(node.url);
    const started = processorMs(node.pid);
    const result = await runWrk({ ...load, scriptArguments: [file], seconds: run.seconds });
    const processor = processorMs(node.pid) - started;
    await checkResult(result, node.url, before, run);
    return { ...result, processorMs: processor / result.requests };
  } finally {
    await node.stop();
  }
}

function writeRegistrations(
  network: BenchNetwork,
  run: Run,
  name: string,
  from: number,
  to: number,
): string {
  const path = join(network.directory, name);
  writeBodies(path, registrations(network, run, Math.floor(from), Math.floor(to)));
  return path;
}

function* registrations(
  network: BenchNetwork,
  run: Run,
  from: number,
  to: number,
): Generator<Uint8Array> {
  for (let index = from; index < to; index += 1) {
    yield registerSerials(network, index * run.entries, run.entries);
  }
}

async function delegate(network: BenchNetwork, url: string, serials: number): Promise<void> {
  const response = await fetch(`${url}/v1/transactions`, {
    method: 'POST',
    headers: { 'content-type': 'application/cbor' },
    body: Buffer.from(signActions(network, delegationActions(serials))),
  });
  if (!response.ok) throw new Error(`delegation failed: ${await response.text()}`);
}

/** Identifiers registered so far: a transaction that the ledger refuses is no measurement. */
async function registeredIdentifiers(url: string): Promise<number> {
  const answer: unknown = await (await fetch(`${url}/v1/statistics`)).json();
  const registered: unknown = Object(Object(answer).identifiers).registered;
  if (typeof registered !== 'number') throw new Error('the node counts no identifiers');
  return registered;
}

/** A rate counts only if every answer was good and the ledger grew by as much as was acknowledged. */
async function checkResult(
  result: LoadResult,
  url: string,
  before: number,
  run: Run,
): Promise<void> {
  if (result.statusErrors > 0 || result.socketErrors > 0) {
    throw new Error(
      `${result.statusErrors} refused, ${result.socketErrors} broken: not a measurement`,
    );
  }
  const grown = ((await registeredIdentifiers(url)) - before) / run.entries;
  if (result.requests > grown) {
    throw new Error(
      `${result.requests} answers and ${grown} registrations; more bodies are needed`,
    );
  }
  if (grown > result.requests + run.connections) {
    throw new Error(`${grown} registrations for ${result.requests} answers`);
  }
}
