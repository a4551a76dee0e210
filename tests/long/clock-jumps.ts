import { jumpClock, type JumpReport } from '../faults/clock-jumps/campaign.ts';
import type { LongRun } from './long-run.ts';

const SEEDS = 20;
const JUMPS_EACH = 100;

export const clockJumps: LongRun = {
  name: 'clock-jumps',
  about: 'clocks set forth and back by up to a hundred days, also while transactions are under way',
  async run(say, scale) {
    const reports: JumpReport[] = [];
    for (let seed = 1; seed <= Math.ceil(SEEDS * scale); seed += 1) {
      reports.push(await jumpClock(JUMPS_EACH, seed));
      say(`${seed * JUMPS_EACH} jumps`);
    }
    const sum = (of: keyof JumpReport): number =>
      reports.reduce((total, report) => total + report[of], 0);
    const figures = {
      jumps: sum('jumps'),
      reopenings: sum('reopenings'),
      promises: sum('promises'),
    };
    return { passed: true, figures };
  },
};
