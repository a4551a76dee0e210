/**
 * Figures of the authenticated map: what it costs beside the plain LMDB that it stands on. Each pair of stores gets the
 * same batches of 10,000 new keys, in turn, every batch durable before the next.
 */
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { verifyKeyProof } from '@touchmark/state/proof';
import { type BenchOptions, type Figure, isWanted, medianOf, percentileOf } from '../figure.ts';
import { interleave, timeOf, type Times } from './interleave.ts';
import { MapStore, PlainStore } from './stores.ts';
import { BATCH_KEYS, SERIAL_PREFIXES, Workload } from './workload.ts';

const SIZES = {
  full: { keys: 10_000_000, small: 100_000, serials: 1_000_000, batches: 25, samples: 20_000 },
  quick: { keys: 300_000, small: 50_000, serials: 100_000, batches: 10, samples: 3_000 },
};

type Sizes = (typeof SIZES)['full'];

export async function* mapFigures(options: BenchOptions): AsyncIterable<Figure> {
  const sizes = options.quick ? SIZES.quick : SIZES.full;
  if (isWanted(options, 'map-sequential')) yield await sequential(options.directory, sizes);
  const ofLargeMap = ['map-random', 'growth-insert', 'proof-bytes', 'reopen'];
  if (ofLargeMap.some((name) => isWanted(options, name))) yield* large(options, sizes);
}

async function sequential(directory: string, sizes: Sizes): Promise<Figure> {
  const workload = new Workload(1);
  const map = await MapStore.open(join(directory, 'serial-map'));
  const plain = new PlainStore(join(directory, 'serial-plain'));
  await load(map, plain, workload.serialLoad(sizes.serials / SERIAL_PREFIXES));
  const times = await interleave(map, plain, () => workload.serialBatch(), 2 * sizes.batches);
  await map.close();
  await plain.close();
  return rateFigure('map-sequential', '>= 0.45', times, `${SERIAL_PREFIXES} prefixes`);
}

/** Keys per second of the map alone, for figures that compare with it. The folder is empty afterwards. */
export async function mapSequentialRate(options: {
  directory: string;
  quick: boolean;
}): Promise<number> {
  const sizes = options.quick ? SIZES.quick : SIZES.full;
  const directory = join(options.directory, 'serial-rate');
  const workload = new Workload(1);
  const map = await MapStore.open(directory);
  for (const batch of workload.serialLoad(sizes.serials / SERIAL_PREFIXES)) await map.write(batch);
  const times: number[] = [];
  for (let round = 0; round < sizes.batches; round += 1) {
    times.push(await timeOf(map, workload.serialBatch()));
  }
  await map.close();
  rmSync(directory, { recursive: true, force: true });
  return perSecond(times);
}

async function* large(options: BenchOptions, sizes: Sizes): AsyncIterable<Figure> {
  const { directory } = options;
  const small = await random(join(directory, 'small'), sizes.small, sizes.batches);
  await small.map.close();
  await small.plain.close();
  const { map, plain, times, workload } = await random(
    join(directory, 'large'),
    sizes.keys,
    sizes.batches,
  );
  await plain.close();
  yield rateFigure('map-random', '>= 0.7', times, `at ${sizes.keys} keys`);
  yield growthFigure(small.times, times, sizes);
  yield proofFigure(map, workload, sizes);
  await map.close();
  yield await reopenFigure(join(directory, 'large-map'), sizes);
}

async function random(path: string, keys: number, batches: number) {
  const workload = new Workload(2);
  const map = await MapStore.open(`${path}-map`);
  const plain = new PlainStore(`${path}-plain`);
  await load(map, plain, workload.randomLoad(keys));
  const times = await interleave(map, plain, () => workload.randomBatch(), batches);
  return { map, plain, times, workload };
}

async function load(
  map: MapStore,
  plain: PlainStore,
  batches: Iterable<Parameters<MapStore['write']>[0]>,
) {
  for (const batch of batches) {
    await map.write(batch);
    await plain.write(batch);
  }
}

function rateFigure(name: string, target: string, times: Times, what: string): Figure {
  const value = perSecond(times.map);
  const baseline = perSecond(times.plain);
  return {
    name,
    value,
    unit: 'keys/s',
    baseline: { name: 'plain LMDB', value: baseline },
    ratio: value / baseline,
    target,
    note: `${what}; batches of ${BATCH_KEYS}, durable; medians of ${times.map.length} batches`,
  };
}

function growthFigure(small: Times, large: Times, sizes: Sizes): Figure {
  const value = medianOf(large.map) / medianOf(small.map);
  const baseline = medianOf(large.plain) / medianOf(small.plain);
  return {
    name: 'growth-insert',
    value,
    unit: '× cost',
    baseline: { name: "plain LMDB's growth", value: baseline },
    ratio: value / baseline,
    target: '<= 1.2',
    note: `random insert at ${sizes.keys} keys against ${sizes.small}`,
  };
}

/** Every proof that counts is checked. */
function proofFigure(map: MapStore, workload: Workload, sizes: Sizes): Figure {
  const lengths: number[] = [];
  let proofMs = 0;
  for (let sample = 0; sample < sizes.samples; sample += 1) {
    const start = workload.randomKey();
    map.store.read((snapshot) => {
      for (const { key } of snapshot.range({ start, end: null, limit: 1 })) {
        const before = performance.now();
        const proof = snapshot.proveKey(key);
        proofMs += performance.now() - before;
        if (verifyKeyProof(proof, snapshot.root, key) === null) throw new Error('key not proven');
        lengths.push(proof.length);
      }
    });
  }
  const perProofUs = ((proofMs / lengths.length) * 1000).toFixed(1);
  return {
    name: 'proof-bytes',
    value: percentileOf(lengths, 0.99),
    unit: 'bytes',
    baseline: null,
    ratio: null,
    target: '<= 1050',
    note: `p99 of ${lengths.length}; p50 ${percentileOf(lengths, 0.5)}; ${perProofUs} µs each`,
  };
}

async function reopenFigure(directory: string, sizes: Sizes): Promise<Figure> {
  const start = performance.now();
  const map = await MapStore.open(directory);
  const value = performance.now() - start;
  await map.close();
  return {
    name: 'reopen',
    value,
    unit: 'ms',
    baseline: null,
    ratio: null,
    target: '<= 5000',
    note: `${sizes.keys} keys, files in the page cache`,
  };
}

function perSecond(times: readonly number[]): number {
  return BATCH_KEYS / (medianOf(times) / 1000);
}
