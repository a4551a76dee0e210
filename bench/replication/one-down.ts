import type { BenchOptions, Figure } from '../figure.ts';
import { BlockWatch } from './block-watch.ts';
import { LoadedNetwork } from './loaded-network.ts';
import { runPaced } from './run-paced.ts';

const OFFERED_PER_SECOND = 2_400;
const CONNECTIONS = 6_000;

interface Run {
  readonly perSecond: number;
  readonly gapMs: number;
}

/** What three of four validators commit, as a share of what all four do, and how long the ledger stands still. */
export async function measureOneDown(options: BenchOptions): Promise<Figure[]> {
  const seconds = options.quick ? 8 : 20;
  const warmUpSeconds = options.quick ? 5 : 20;
  const each = Math.ceil((OFFERED_PER_SECOND * seconds) / 3);
  const warmUp = Math.ceil((OFFERED_PER_SECOND * warmUpSeconds) / 4);
  const network = await LoadedNetwork.start(options.directory, {
    transactions: 4 * (warmUp + 2 * each),
  });
  try {
    /** The load goes to the first three nodes, which are there both times. */
    const run = async (name: string, count: number, duration: number): Promise<Run> => {
      const files = network.files(name, count);
      const before = await network.settled();
      const watch = new BlockWatch(network, 0);
      const targets = network.nodes
        .slice(0, 3)
        .map(({ url }, node) => [url, files[node] as string] as const);
      const rate = OFFERED_PER_SECOND;
      await runPaced({ rate, seconds: duration, connections: CONNECTIONS, targets });
      const gapMs = await watch.end();
      const grown = (await network.settled()) - before;
      return { perSecond: grown / (duration + 1), gapMs };
    };
    await run('warm-up', warmUp, warmUpSeconds * 0.75);
    const all = await run('all', each, seconds);
    const down = network.nodes.pop();
    await down?.stop();
    const three = await run('three', each, seconds);
    const note =
      `${OFFERED_PER_SECOND}/s offered to three nodes for ${seconds} s, with the fourth (longest time without a block ` +
      `${Math.round(all.gapMs)} ms) and without`;
    return [
      {
        name: 'bft-one-down',
        value: three.perSecond,
        unit: 'transactions/s',
        baseline: { name: 'all four', value: all.perSecond },
        ratio: three.perSecond / all.perSecond,
        target: '>= 0.9',
        note,
      },
      {
        name: 'bft-one-down-gap',
        value: three.gapMs,
        unit: 'ms',
        baseline: null,
        ratio: null,
        target: '<= 2500',
        note,
      },
    ];
  } finally {
    await network.stop();
  }
}
