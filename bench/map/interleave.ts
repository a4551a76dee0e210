import type { Write } from '@touchmark/state';
import type { MeasuredStore } from './stores.ts';

export interface Times {
  map: number[];
  plain: number[];
}

/** The first batches after loading or opening find cold pages; they are not what a store does all day. */
const WARM_UP_BATCHES = 3;

/** Gives both stores the same batches in turn, so that whatever else the machine does hits both. Times in ms. */
export async function interleave(
  map: MeasuredStore,
  plain: MeasuredStore,
  nextBatch: () => Write[],
  batchCount: number,
): Promise<Times> {
  const times: Times = { map: [], plain: [] };
  for (let round = 0; round < batchCount + WARM_UP_BATCHES; round += 1) {
    const batch = nextBatch();
    const mapMs = await timeOf(map, batch);
    const plainMs = await timeOf(plain, batch);
    if (round < WARM_UP_BATCHES) continue;
    times.map.push(mapMs);
    times.plain.push(plainMs);
  }
  return times;
}

/** How long the store takes to make a batch durable, in ms. */
export async function timeOf(store: MeasuredStore, batch: readonly Write[]): Promise<number> {
  const start = performance.now();
  await store.write(batch);
  return performance.now() - start;
}
