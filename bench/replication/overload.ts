import type { BenchOptions, Figure } from '../figure.ts';
import { runWrk } from '../fixture/wrk.ts';
import { POST_BODIES } from '../submit/index.ts';
import { LoadedNetwork } from './loaded-network.ts';
import { runPaced } from './run-paced.ts';

const CONNECTIONS = 256;
const PACED_CONNECTIONS = 6_000;
const TIMES = 3;
const MOST_PER_SECOND = 4_000;

/** What is committed while three times as much is offered, as a share of the peak of the same network. */
export async function measureOverload(options: BenchOptions): Promise<Figure> {
  const seconds = options.quick ? 10 : 60;
  const peakSeconds = options.quick ? 5 : 15;
  const warmUpSeconds = options.quick ? 5 : 20;
  const atPeak = Math.ceil((MOST_PER_SECOND * (warmUpSeconds + peakSeconds)) / 4);
  const offered = Math.ceil((TIMES * MOST_PER_SECOND * seconds) / 4);
  const network = await LoadedNetwork.start(options.directory, {
    transactions: 4 * (atPeak + offered),
  });
  try {
    const peak = async (name: string, duration: number): Promise<number> => {
      const files = network.files(name, Math.floor((MOST_PER_SECOND * duration) / 4));
      const before = await network.settled();
      await Promise.all(
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
      return ((await network.registered()) - before) / duration;
    };
    await peak('warm-up', warmUpSeconds);
    const perSecond = await peak('peak', peakSeconds);
    const rate = Math.min(TIMES * perSecond, TIMES * MOST_PER_SECOND);
    const files = network.files('offered', Math.floor((rate * seconds) / 4) + 1);
    const before = await network.settled();
    const targets = network.nodes.map(({ url }, node) => [url, files[node] as string] as const);
    const result = await runPaced({ rate, seconds, connections: PACED_CONNECTIONS, targets });
    const counts = await Promise.all(network.nodes.map((_, node) => network.registered(node)));
    const grown = (await network.settled()) - before;
    const {
      '200': done = 0,
      '503': turnedAway = 0,
      '202': pending = 0,
      ...others
    } = result.statuses;
    const unknown = pending + result.unanswered + result.broken;
    if (done > grown || grown > done + unknown) {
      throw new Error(`${done} were answered as done, the ledger grew by ${grown}`);
    }
    if (result.refusedWithoutRetryAfter > 0) {
      throw new Error(`${result.refusedWithoutRetryAfter} were turned away without Retry-After`);
    }
    if (Object.keys(others).length > 0) throw new Error(`other answers: ${JSON.stringify(others)}`);
    const value = grown / (seconds + 1);
    return {
      name: 'bft-overload',
      value,
      unit: 'transactions/s',
      baseline: { name: 'peak of the same network', value: perSecond },
      ratio: value / perSecond,
      target: '>= 0.8',
      note:
        `${Math.round(result.offered / seconds)}/s offered for ${seconds} s: ${done} done, ${turnedAway} turned away with ` +
        `503 and Retry-After, ${pending} pending, ${result.broken} broken connections, ${result.unanswered} unanswered, ` +
        `${result.notSent} not sent for want of a connection; p50 ${Math.round(result.p50Ms)} ms, ` +
        `p95 ${Math.round(result.p95Ms)} ms; registered on the nodes ${counts.join(', ')}`,
    };
  } finally {
    await network.stop();
  }
}
