/** Four nodes, real processes, and what may happen to them; hours of it: npm run test:soak. */
import { after, before, test } from 'node:test';
import { wrapComet } from './comet-program.ts';
import { CRASH_POINTS, crashTogether, FAULTS } from './faults.ts';
import { Trial } from './trial.ts';

let trial: Trial;

before(async () => {
  trial = await Trial.begin({ validators: 4, wrap: wrapComet });
});

after(() => trial.end());

for (const [index, { name, run }] of FAULTS.entries()) {
  test(name, { timeout: 120_000 }, async () => {
    trial.resume();
    await run(trial, 1 + (index % 4));
    await trial.writers.more(5);
    await trial.check();
  });
}

test('CometBFT ends itself at each of its crash points, of four nodes at once', {
  timeout: 180_000,
}, async () => {
  trial.resume();
  for (let point = 0; point < CRASH_POINTS; point += 4) {
    await crashTogether(trial, new Map([1, 2, 3, 4].map((n) => [n, point + n - 1])));
  }
  await trial.check();
});
