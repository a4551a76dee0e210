import { join } from 'node:path';
import { type BenchOptions, type Figure, isWanted, medianOf } from '../figure.ts';
import { foundBenchNetwork } from '../fixture/network.ts';
import { type NodeProcess, ownMemoryBytes, startNode } from '../fixture/node-process.ts';
import { populate } from '../fixture/populate.ts';
import { type LoadResult, runWrk } from '../fixture/wrk.ts';

const RESOLVE = join(import.meta.dirname, 'resolve.lua');
const ROUNDS = 5;
const CONNECTIONS = 32;
const WARM_UP_SECONDS = 5;

/** A node that serves a ledger of some size. */
interface Served {
  records: number;
  node: NodeProcess;
  rates: number[];
  p99Ms: number;
}

/** What a node costs at ten million records, and how a proven resolution grows from a hundred thousand. */
export async function* scaleFigures(options: BenchOptions): AsyncIterable<Figure> {
  if (!isWanted(options, 'growth-resolve') && !isWanted(options, 'memory')) return;
  const records = options.quick ? 1_000_000 : 10_000_000;
  const few = await serve(options, records / 100);
  const many = await serve(options, records);
  try {
    // In turn, so that whatever else the machine does meets both.
    for (const served of [few, many]) await load(served, WARM_UP_SECONDS);
    for (let round = 0; round < ROUNDS; round += 1) {
      for (const served of [few, many]) await measure(served, options.quick ? 3 : 5);
    }
    yield growthFigure(few, many);
    yield memoryFigure(many);
  } finally {
    await few.node.stop();
    await many.node.stop();
  }
}

function growthFigure(few: Served, many: Served): Figure {
  const [fewPerSecond, manyPerSecond] = [medianOf(few.rates), medianOf(many.rates)];
  return {
    name: 'growth-resolve',
    value: 1e3 / manyPerSecond,
    unit: 'ms/resolution with proof',
    baseline: { name: `the same at ${few.records} records, ms`, value: 1e3 / fewPerSecond },
    ratio: fewPerSecond / manyPerSecond,
    target: '<= 1.6',
    note: `${many.records} records, ${ROUNDS} rounds in turn; p99 ${many.p99Ms} ms against ${few.p99Ms} ms`,
  };
}

function memoryFigure(many: Served): Figure {
  return {
    name: 'memory',
    value: ownMemoryBytes(many.node.pid),
    unit: 'bytes resident, pages of the map file aside',
    baseline: null,
    ratio: null,
    target: '<= 1000000000',
    note: `${many.records} records, after ${ROUNDS} rounds of random proven resolutions`,
  };
}

async function serve(options: BenchOptions, records: number): Promise<Served> {
  const network = foundBenchNetwork(join(options.directory, String(records)));
  await populate(network, records);
  const node = await startNode({ directory: network.directory, core: 0 });
  return { records, node, rates: [], p99Ms: 0 };
}

async function measure(served: Served, seconds: number): Promise<void> {
  const { perSecond, p99Ms } = await load(served, seconds);
  served.rates.push(perSecond);
  served.p99Ms = Math.max(served.p99Ms, p99Ms);
}

async function load({ node, records }: Served, seconds: number): Promise<LoadResult> {
  const result = await runWrk({
    url: node.url,
    script: RESOLVE,
    scriptArguments: [String(records)],
    core: 1,
    connections: CONNECTIONS,
    seconds,
  });
  if (result.statusErrors > 0 || result.socketErrors > 0) {
    throw new Error('not every answer was good');
  }
  return result;
}
