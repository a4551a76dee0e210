import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import {
  readCluster,
  startNodes,
  stopCluster,
  stopNodes,
  wipeNode,
} from '../../scripts/network/cluster.ts';
import { type BenchOptions, type Figure, medianOf, percentileOf } from '../figure.ts';
import { identifierOf } from '../fixture/records.ts';
import { type BenchCluster, fill, requireProof, sendSmall, startBenchCluster } from './network.ts';

const ROUNDS = 3;
/** Blocks between two snapshots. */
const INTERVAL = 100;
const WIPED = 3;
const BLOCKS_AFTER = 5;
const QUIET_SENDS = 40;

/** How long it takes until a node with a new disk serves proven answers again. */
export async function* recoveryFigures(options: BenchOptions): AsyncIterable<Figure> {
  const records = options.quick ? 100_000 : 1_000_000;
  const settings = [`comet.snapshot_interval=${INTERVAL}`];
  const bench = await startBenchCluster(options.directory, settings);
  try {
    const filledMs = await timed(() => fill(bench, records));
    const taken = await takeWhileSending(bench);
    const rounds: number[] = [];
    const parts: string[] = [];
    for (let round = 0; round < ROUNDS; round += 1) {
      rounds.push((await wipeAndReturn(bench, records, settings)) / 1_000);
      parts.push(partsOf(bench));
    }
    const seconds = (values: readonly number[]): string =>
      values.map((value) => value.toFixed(1)).join(', ');
    yield {
      name: 'bft-recovery-wiped',
      value: Math.max(...rounds),
      unit: 's until proven answers, worst of three',
      baseline: null,
      ratio: null,
      target: '<= 30',
      note:
        `${records} records, 4 validators on this machine, light load; rounds ${seconds(rounds)} s, of which 5 s are ` +
        `CometBFT's shortest look for snapshots; fetched and applied in ${parts.join(', ')} s; filled in ${(filledMs / 1_000).toFixed(0)} s; ${taken}`,
    };
  } finally {
    await stopCluster(options.directory);
  }
}

async function timed(run: () => Promise<unknown>): Promise<number> {
  const sinceMs = performance.now();
  await run();
  return performance.now() - sinceMs;
}

interface Snapshots {
  readonly newest: number;
  readonly bytes: number;
}

/** Of one node, whole ones only. */
function snapshotsOf({ cluster }: BenchCluster, number: number): Snapshots {
  const directory = join(cluster.nodes[number - 1]?.directory ?? '', 'snapshots');
  const names = existsSync(directory) ? readdirSync(directory) : [];
  const heights = names.map(Number).filter((height) => height > 0);
  const newest = Math.max(0, ...heights);
  const files = newest === 0 ? [] : readdirSync(join(directory, String(newest)));
  const sizes = files.map((name) => statSync(join(directory, String(newest), name)).size);
  return { newest, bytes: sizes.reduce((sum, size) => sum + size, 0) };
}

/** What a snapshot of everything costs those who send meanwhile: all four nodes take it at once. */
async function takeWhileSending(bench: BenchCluster): Promise<string> {
  const quiet: number[] = [];
  for (let sent = 0; sent < QUIET_SENDS; sent += 1) quiet.push(await sendSmall(bench));
  const numbers = bench.cluster.nodes.map(({ number }) => number);
  const before = snapshotsOf(bench, 1).newest;
  const during: number[] = [];
  let sinceMs = 0;
  let takenMs = 0;
  while (numbers.some((number) => snapshotsOf(bench, number).newest <= before)) {
    const isBegun = numbers.some((number) => isTaking(bench, number));
    if (isBegun && sinceMs === 0) sinceMs = performance.now();
    const ms = await sendSmall(bench);
    if (isBegun) during.push(ms);
  }
  takenMs = sinceMs === 0 ? 0 : performance.now() - sinceMs;
  for (let sent = 0; sent < BLOCKS_AFTER; sent += 1) await sendSmall(bench);
  const { bytes } = snapshotsOf(bench, 1);
  const shown = (values: readonly number[]): string =>
    values.length === 0
      ? 'none'
      : `${medianOf(values).toFixed(0)} (p95 ${percentileOf(values, 0.95).toFixed(0)})`;
  return (
    `a snapshot of ${(bytes / 2 ** 20).toFixed(0)} MiB taken by all four at once in ${(takenMs / 1_000).toFixed(1)} s, ` +
    `a transaction durable in ${shown(during)} ms meanwhile, ${shown(quiet)} ms before`
  );
}

/** Seconds from the offer of the snapshot to its last chunk, as CometBFT's log has them. */
function partsOf({ cluster }: BenchCluster): string {
  const log = readFileSync(join(cluster.nodes[WIPED - 1]?.directory ?? '', 'cometbft.log'), 'utf8');
  const timeOf = (words: string): number => {
    const line = log.split('\n').findLast((other) => other.includes(words)) ?? '{}';
    return Date.parse((JSON.parse(line) as { ts?: string }).ts ?? '');
  };
  return (
    (timeOf('"Snapshot restored"') - timeOf('"Offering snapshot to ABCI app"')) /
    1e3
  ).toFixed(1);
}

function isTaking({ cluster }: BenchCluster, number: number): boolean {
  const directory = join(cluster.nodes[number - 1]?.directory ?? '', 'snapshots');
  return existsSync(directory) && readdirSync(directory).some((name) => name.endsWith('.new'));
}

/** From the start of a node without a ledger to its first proven answers; the others get transactions meanwhile. */
async function wipeAndReturn(
  bench: BenchCluster,
  records: number,
  settings: readonly string[],
): Promise<number> {
  const { directory } = bench.cluster;
  const node = (await readCluster(directory)).nodes.find(({ number }) => number === WIPED);
  if (node === undefined) throw new Error('there is no such node');
  await stopNodes([node]);
  await wipeNode(node);
  let isBack = false;
  const load = (async () => {
    while (!isBack) {
      await sendSmall(bench);
      await new Promise((resolve) => {
        setTimeout(resolve, 500);
      });
    }
  })();
  try {
    return await timed(async () => {
      await startNodes(directory, [WIPED], { stateSync: true, settings });
      for (const serial of [0, Math.floor(records / 2), records - 1]) {
        await requireProof(bench, node.url, identifierOf(serial));
      }
    });
  } finally {
    isBack = true;
    await load;
  }
}
