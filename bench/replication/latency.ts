import { setTimeout as pause } from 'node:timers/promises';
import { connect } from '@touchmark/sdk';
import { type BenchOptions, type Figure, percentileOf } from '../figure.ts';
import { registerSerials } from '../fixture/records.ts';
import { LoadedNetwork } from './loaded-network.ts';

const PAUSE_MS = 100;

/** From handing a transaction to the SDK to its receipt, verified against the genesis file; ten a second. */
export async function measureLatency(options: BenchOptions): Promise<Figure[]> {
  const count = options.quick ? 50 : 300;
  const network = await LoadedNetwork.start(options.directory, { transactions: 2 * count });
  const times: number[] = [];
  try {
    const { genesis } = network.founded.network;
    const clients = await Promise.all(
      network.nodes.map(({ url }) => connect({ url, trust: { genesis } })),
    );
    const submitOne = async (index: number): Promise<number> => {
      const bytes = registerSerials(network.founded.network, index, 1);
      const startMs = performance.now();
      const receipt = await clients[index % clients.length]?.submit(bytes);
      if (receipt === undefined) throw new Error('there is no receipt');
      return performance.now() - startMs;
    };
    const warmUp = Math.floor(count / 4);
    for (let index = 0; index < warmUp; index += 1) await submitOne(index);
    const waiting: Promise<number>[] = [];
    for (let index = warmUp; index < warmUp + count; index += 1) {
      waiting.push(submitOne(index));
      await pause(PAUSE_MS);
    }
    times.push(...(await Promise.all(waiting)));
  } finally {
    await network.stop();
  }
  const note = `${count} transactions, ten a second, to four nodes in turn; SDK with the genesis file as its trust`;
  const figure = (name: string, fraction: number, target: string): Figure => ({
    name,
    value: percentileOf(times, fraction),
    unit: 'ms',
    baseline: null,
    ratio: null,
    target,
    note,
  });
  return [figure('bft-latency-p50', 0.5, '<= 400'), figure('bft-latency-p95', 0.95, '<= 800')];
}
