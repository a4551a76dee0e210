import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { runWrk } from '../fixture/wrk.ts';
import { KvstoreNetwork } from './kvstore-network.ts';

const POST_CALLS = join(import.meta.dirname, 'post-calls.lua');
const REST_MS = 3_000;

/** Connections to each node: more only fill the mempool, and the rate falls. */
export const SINGLE_CONNECTIONS: readonly number[] = [2, 4, 8];
export const BATCH_CONNECTIONS: readonly number[] = [1, 2];
/** As many as CometBFT takes in a request. */
export const BATCH_CALLS = 10;

interface KvstoreLoad {
  directory: string;
  /** Of a transaction. */
  bytes: number;
  seconds: number;
  connections: readonly number[];
  /** Transactions in a request. */
  batch: number;
}

/** Transactions that CometBFT's kvstore commits a second, at the number of connections that suits it best. */
export async function kvstoreRate(load: KvstoreLoad): Promise<number> {
  const { bytes, seconds, batch } = load;
  const network = await KvstoreNetwork.start(load.directory);
  let best = 0;
  try {
    for (const connections of load.connections) {
      const before = await network.height();
      const wrk = network.urls.map((url, node) =>
        runWrk({
          url,
          script: POST_CALLS,
          scriptArguments: [
            `c${connections}b${batch}n${node}`.padEnd(12, '_'),
            String(bytes),
            String(batch),
          ],
          connections,
          seconds,
        }),
      );
      await Promise.all(wrk);
      const found = await network.transactionsBetween(before, await network.height());
      best = Math.max(best, found / seconds);
      await pause(REST_MS);
    }
  } finally {
    await network.stop();
  }
  return best;
}
