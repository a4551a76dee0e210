import { flipBits } from '../faults/flips/campaign.ts';
import type { LongRun } from './long-run.ts';

const ANYWHERE = 2_000;

export const flips: LongRun = {
  name: 'flips',
  about:
    'one flipped bit anywhere in a chain store, then opening, scrub, going on, opening and scrub',
  async run(say, scale) {
    // Where the file begins each bit, elsewhere at random.
    const count = Math.ceil(ANYWHERE * scale);
    const report = await flipBits(count, Math.ceil(1 / scale), say);
    const { harmless = 0 } = report.outcomes;
    const injectedThatMatter = report.flips - harmless;
    const found = injectedThatMatter - report.wrong.length;
    return { passed: report.wrong.length === 0, figures: { ...report, injectedThatMatter, found } };
  },
};
