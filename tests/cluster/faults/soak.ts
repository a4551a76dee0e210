/**
 * `npm run test:soak -- [--minutes 60] [--seed 1]`: what may happen to four nodes, one thing after the other, chosen
 * by the seed, with writers at all of them. After each, the shared check. Says what it does; the result lies in
 * bench/results/faults-soak.json.
 */
import { parseArgs } from 'node:util';
import { conditions, keepResult } from '../../long/conditions.ts';
import { Dice } from '../../simulate/actors/dice.ts';
import { wrapComet } from './comet-program.ts';
import { CRASH_POINTS, crashPoint, type Fault, FAULTS } from './faults.ts';
import { Trial } from './trial.ts';

const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '60' },
    seed: { type: 'string', default: '1' },
  },
});
const minutes = Number(values.minutes);
const seed = Number(values.seed);
if (!(minutes > 0) || !Number.isSafeInteger(seed)) {
  throw new Error('Use: npm run test:soak -- [--minutes 60] [--seed 1]');
}
const VALIDATORS = 4;
const CRASHES = Array.from({ length: CRASH_POINTS }, (_, index) => crashPoint(index));

const dice = new Dice(seed);
const counts = new Map<string, number>();
const startMs = performance.now();
const untilMs = startMs + minutes * 60_000;
const trial = await Trial.begin({ validators: VALIDATORS, wrap: wrapComet });
let failure: string | undefined;
try {
  while (performance.now() < untilMs && failure === undefined) {
    const fault: Fault = dice.pick([...FAULTS, ...dice.sample(CRASHES, 3)]);
    const victim = dice.between(1, VALIDATORS);
    const second = Math.round((performance.now() - startMs) / 1_000);
    console.log(`${second} s: ${fault.name} (node ${victim})`);
    trial.resume();
    await fault.run(trial, victim);
    await trial.writers.more(dice.between(1, 20));
    await trial.check();
    counts.set(fault.name, (counts.get(fault.name) ?? 0) + 1);
  }
} catch (error) {
  failure = error instanceof Error ? (error.stack ?? error.message) : String(error);
  console.error(failure);
  console.error(`What the nodes have is kept in ${trial.directory}; again: --seed ${seed}`);
}
const figures = {
  seed,
  acknowledged: trial.writers.acknowledged.size,
  faults: Object.fromEntries([...counts].toSorted(([left], [right]) => (left < right ? -1 : 1))),
};
const passed = failure === undefined;
const seconds = Math.round((performance.now() - startMs) / 1_000);
keepResult('faults-soak', { name: 'soak', passed, seconds, figures, ...conditions(minutes / 60) });
console.log(`${passed ? 'ok  ' : 'FAIL'} soak in ${seconds} s: ${JSON.stringify(figures)}`);
if (passed) await trial.end();
else await trial.stop();
process.exitCode = passed ? 0 : 1;
