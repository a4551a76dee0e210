import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { type BenchOptions, type Figure, medianOf } from '../figure.ts';
import { ENTRIES_PER_TRANSACTION } from '../fixture/records.ts';
import { runWrk } from '../fixture/wrk.ts';
import { measureRound, POST_BODIES, type Run } from '../submit/index.ts';
import { LoadedNetwork } from './loaded-network.ts';

const CONNECTIONS = 4;
const WARM_UP_SECONDS = 5;
const PER_NODE_AND_SECOND = 60;

/** Identifiers that four validators commit a second in batches, as a share of what the embedded engine commits. */
export async function measureIdentifiers(options: BenchOptions): Promise<Figure> {
  const seconds = options.quick ? 4 : 10;
  const rounds = options.quick ? 1 : 3;
  const baselines: number[] = [];
  const rates: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const embedded: Run = {
      name: 'identifiers-batched',
      entries: ENTRIES_PER_TRANSACTION,
      transactions: 400 * (seconds + 2),
      connections: 8,
      rounds: 1,
      seconds,
    };
    const within = (name: string) => join(options.directory, `identifiers-${name}-${round}`);
    const { perSecond } = await measureRound(within('embedded'), embedded);
    rmSync(within('embedded'), { recursive: true, force: true });
    baselines.push(perSecond * ENTRIES_PER_TRANSACTION);
    rates.push(await measureRate(within('nodes'), seconds));
    rmSync(within('nodes'), { recursive: true, force: true });
  }
  const value = medianOf(rates);
  const baseline = medianOf(baselines);
  return {
    name: 'bft-identifiers',
    value,
    unit: 'identifiers/s',
    baseline: { name: 'identifiers/s of the embedded engine', value: baseline },
    ratio: value / baseline,
    target: '>= 0.2',
    note:
      `4 validators on this machine, ${CONNECTIONS} connections to each, ${ENTRIES_PER_TRANSACTION} identifiers a ` +
      `transaction; ${rounds} rounds of ${seconds} s, rates ${rates.map(Math.round).join(', ')}, embedded ` +
      baselines.map(Math.round).join(', '),
  };
}

async function measureRate(directory: string, seconds: number): Promise<number> {
  const perNode = PER_NODE_AND_SECOND * seconds;
  const warmUp = PER_NODE_AND_SECOND * WARM_UP_SECONDS;
  const entries = ENTRIES_PER_TRANSACTION;
  const transactions = 4 * (perNode + warmUp);
  const network = await LoadedNetwork.start(directory, { transactions, entries });
  try {
    const run = async (name: string, count: number, duration: number): Promise<number> => {
      const files = network.files(name, count);
      const results = await Promise.all(
        network.nodes.map(({ url }, node) =>
          runWrk({
            url,
            script: POST_BODIES,
            scriptArguments: [files[node] as string],
            connections: CONNECTIONS,
            seconds: duration,
          }),
        ),
      );
      return results.reduce((sum, { requests, statusErrors }) => sum + requests - statusErrors, 0);
    };
    await run('warm-up', warmUp, WARM_UP_SECONDS);
    const before = await network.settled();
    const done = await run('bodies', perNode, seconds);
    const grown = (await network.settled()) - before;
    if (done * entries > grown) throw new Error(`${done} answers, ${grown} identifiers`);
    return (done * entries) / seconds;
  } finally {
    await network.stop();
  }
}
