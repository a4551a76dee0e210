import { killCycles } from '../faults/kill-cycles.ts';
import type { LongRun } from './long-run.ts';

const CYCLES = 200;

export const sigkill: LongRun = {
  name: 'sigkill',
  about:
    'SIGKILL at random moments under load; every acknowledged transaction is proven after each',
  async run(say, scale) {
    const { openMs, ...report } = await killCycles(Math.ceil(CYCLES * scale), say);
    const sorted = openMs.toSorted((left, right) => left - right);
    const at = (share: number): number => sorted[Math.ceil(share * sorted.length) - 1] ?? 0;
    const opening = { p50Ms: at(0.5), p95Ms: at(0.95), maxMs: at(1) };
    const passed = report.cyclesWithWork > report.cycles / 2;
    return { passed, figures: { ...report, opening } };
  },
};
