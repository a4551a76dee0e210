import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { type BenchOptions, type Figure, medianOf } from '../figure.ts';
import { processorMs } from '../fixture/node-process.ts';
import { runWrk } from '../fixture/wrk.ts';
import { POST_BODIES } from '../submit/index.ts';
import { BATCH_CALLS, BATCH_CONNECTIONS, kvstoreRate, SINGLE_CONNECTIONS } from './kvstore-rate.ts';
import { LoadedNetwork } from './loaded-network.ts';

const POST_BATCHES = join(import.meta.dirname, 'post-batches.lua');
const TRANSACTION_BYTES = 420;
/** Four nodes share two cores while they warm up. */
const WARM_UP_SECONDS = 20;
const PER_NODE_AND_SECOND = 1_500;

interface Way {
  readonly name: string;
  readonly script: string;
  /** To each node. */
  readonly connections: number;
  readonly batch: number;
  readonly kvstoreConnections: readonly number[];
  readonly kvstoreBatch: number;
  readonly target: string;
}

export const ONE_BY_ONE: Way = {
  name: 'bft-transactions',
  script: POST_BODIES,
  connections: 600,
  batch: 1,
  kvstoreConnections: SINGLE_CONNECTIONS,
  kvstoreBatch: 1,
  target: '>= 0.5',
};

export const IN_BATCHES: Way = {
  name: 'bft-batches',
  script: POST_BATCHES,
  connections: 8,
  batch: 100,
  kvstoreConnections: BATCH_CONNECTIONS,
  kvstoreBatch: BATCH_CALLS,
  target: '>= 0.6',
};

export interface MeasuredRate {
  readonly perSecond: number;
  /** Processor time for each transaction, of all four nodes, in microseconds; of CometBFT beside them. */
  readonly nodesMicros: number;
}

/** Signed transactions that four validators commit a second, as a share of what CometBFT alone commits. */
export async function measureTransactions(options: BenchOptions, way: Way): Promise<Figure> {
  const seconds = options.quick ? 5 : 15;
  const rounds = options.quick ? 1 : 3;
  const rates: MeasuredRate[] = [];
  const baselines: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const within = (name: string) => join(options.directory, `${way.name}-${name}-${round}`);
    baselines.push(
      await kvstoreRate({
        directory: within('kvstore'),
        bytes: TRANSACTION_BYTES,
        seconds: options.quick ? 3 : 6,
        connections: way.kvstoreConnections,
        batch: way.kvstoreBatch,
      }),
    );
    rmSync(within('kvstore'), { recursive: true, force: true });
    rates.push(await measureRate(within('nodes'), way, seconds, options.quick));
    rmSync(within('nodes'), { recursive: true, force: true });
  }
  const value = medianOf(rates.map(({ perSecond }) => perSecond));
  const baseline = medianOf(baselines);
  const micros = medianOf(rates.map(({ nodesMicros }) => nodesMicros));
  return {
    name: way.name,
    value,
    unit: 'transactions/s',
    baseline: { name: "CometBFT's kvstore, no signatures", value: baseline },
    ratio: value / baseline,
    target: way.target,
    note:
      `4 validators and the load on this machine; ${way.connections} connections to each, ${way.batch} a request; ` +
      `${rounds} rounds of ${seconds} s after ${WARM_UP_SECONDS} s, rates ` +
      `${rates.map(({ perSecond }) => Math.round(perSecond)).join(', ')}; kvstore ` +
      `${baselines.map(Math.round).join(', ')}; ` +
      `the four nodes took ${Math.round(micros)} µs of processor time for each, CometBFT aside`,
  };
}

/** What clients were told is done, checked against what the ledger counts. */
export async function measureRate(
  directory: string,
  way: Way,
  seconds: number,
  isQuick: boolean,
): Promise<MeasuredRate> {
  const warmUpSeconds = isQuick ? 5 : WARM_UP_SECONDS;
  const perNode = PER_NODE_AND_SECOND * (seconds + 2);
  const warmUp = PER_NODE_AND_SECOND * warmUpSeconds;
  const network = await LoadedNetwork.start(directory, { transactions: 4 * (perNode + warmUp) });
  try {
    const run = async (name: string, count: number, duration: number): Promise<number> => {
      const files = network.files(name, count, way.batch);
      const results = await Promise.all(
        network.nodes.map(({ url }, node) =>
          runWrk({
            url,
            script: way.script,
            scriptArguments: [files[node] as string],
            connections: way.connections,
            seconds: duration,
          }),
        ),
      );
      const failed = results.find((result) => result.statusErrors > 0 || result.socketErrors > 0);
      if (failed !== undefined) throw new Error(`refused: ${JSON.stringify(failed)}`);
      return results.reduce((sum, { requests }) => sum + requests, 0);
    };
    await run('warm-up', warmUp, warmUpSeconds);
    const before = await network.settled();
    const usedMs = () => network.nodes.reduce((sum, { pid }) => sum + processorMs(pid), 0);
    const startedMs = usedMs();
    const done = await run('bodies', perNode, seconds);
    const nodesMicros = ((usedMs() - startedMs) * 1e3) / done;
    const grown = (await network.settled()) - before;
    const inFlight = 4 * way.connections * way.batch;
    if (done > grown || grown > done + inFlight) {
      throw new Error(`${done} were answered as done, the ledger grew by ${grown}`);
    }
    return { perSecond: done / seconds, nodesMicros };
  } finally {
    await network.stop();
  }
}
