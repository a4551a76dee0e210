import { join } from 'node:path';
import { type BenchOptions, type Figure, isWanted, medianOf } from '../figure.ts';
import { foundBenchNetwork } from '../fixture/network.ts';
import { ownMemoryBytes, startNode } from '../fixture/node-process.ts';
import { populate } from '../fixture/populate.ts';
import { runWrk } from '../fixture/wrk.ts';

const RESOLVE = join(import.meta.dirname, 'resolve.lua');
const MEBIBYTE = 2 ** 20;
const ROUNDS = 3;

interface Size {
  records: number;
  perSecond: number;
  p99Ms: number;
  memoryBytes: number;
}

/** What a node costs at ten million records, and how a proven resolution grows from a hundred thousand. */
export async function* scaleFigures(options: BenchOptions): AsyncIterable<Figure> {
  if (!isWanted(options, 'growth-resolve') && !isWanted(options, 'memory')) return;
  const large = options.quick ? 1_000_000 : 10_000_000;
  const small = large / 100;
  const few = await measureSize(options, small);
  const many = await measureSize(options, large);
  yield {
    name: 'growth-resolve',
    value: 1e6 / many.perSecond,
    unit: 'µs/resolution with proof',
    baseline: { name: `the same at ${small} records, µs`, value: 1e6 / few.perSecond },
    ratio: few.perSecond / many.perSecond,
    target: '<= 1.6',
    note: `${large} records; p99 ${many.p99Ms} ms against ${few.p99Ms} ms`,
  };
  yield {
    name: 'memory',
    value: many.memoryBytes / MEBIBYTE,
    unit: 'MiB resident, map file aside',
    baseline: null,
    ratio: null,
    target: '<= 1024',
    note: `${large} records, after ${ROUNDS} rounds of random proven resolutions`,
  };
}

async function measureSize(options: BenchOptions, records: number): Promise<Size> {
  const network = foundBenchNetwork(join(options.directory, String(records)));
  await populate(network, records);
  const node = await startNode({ directory: network.directory, core: 0 });
  try {
    const load = { url: node.url, script: RESOLVE, scriptArguments: [String(records)], core: 1 };
    await runWrk({ ...load, connections: 32, seconds: 5 });
    const rates: number[] = [];
    let p99Ms = 0;
    for (let round = 0; round < ROUNDS; round += 1) {
      const result = await runWrk({ ...load, connections: 32, seconds: options.quick ? 3 : 5 });
      if (result.statusErrors > 0 || result.socketErrors > 0)
        throw new Error('not every answer was good');
      rates.push(result.perSecond);
      p99Ms = Math.max(p99Ms, result.p99Ms);
    }
    return { records, perSecond: medianOf(rates), p99Ms, memoryBytes: ownMemoryBytes(node.pid) };
  } finally {
    await node.stop();
  }
}
