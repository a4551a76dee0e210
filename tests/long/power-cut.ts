import { powerCuts } from '../faults/power-cut/campaign.ts';
import { requireTool } from '../../scripts/test-tools.ts';
import type { LongRun } from './long-run.ts';

const STATES = 10_000;
const STATES_OF_ONE = 250;
const BAD_STATES = 60;
/** So much that closing writes a tree file. */
const FILL = 12_000;

type Campaign = Parameters<typeof powerCuts>[0];

/** The same with disks that lie: a programme that finds nothing there finds nothing. */
async function knownBad(base: Campaign): Promise<Record<string, string>> {
  const found: Record<string, string> = {};
  for (const [name, mode] of [
    ['syncs that do nothing', { ignoreSyncs: true }],
    ['LMDB with noSync', { noSync: true }],
  ] as const) {
    const { states, violations } = await powerCuts({ ...base, ...mode, states: BAD_STATES });
    const count = [...violations.values()].reduce((sum, times) => sum + times, 0);
    found[name] = `${count} violations in ${states} states`;
  }
  return found;
}

export const powerCut: LongRun = {
  name: 'power-cut',
  about: 'recorded writes with the unsynced ones lost, reordered or torn; each state is reopened',
  async run(say, scale) {
    const strace = requireTool('strace', 'strace');
    const wanted = Math.ceil(STATES * scale);
    let [states, promises, writes, syncs] = [0, 0, 0, 0];
    const violations: Record<string, number> = {};
    for (let seed = 1; states < wanted; seed += 1) {
      // Every fourth store is filled first, so that a tree file is written, named and replaced.
      const fill = seed % 4 === 0 ? FILL : 0;
      const count = Math.min(STATES_OF_ONE, wanted - states);
      const base = { strace, seed, states: count, transactions: 80, fill, checkers: 2 };
      const report = await powerCuts(base);
      if (report.states === 0) throw new Error('no state could be made');
      states += report.states;
      promises += report.promises;
      writes += report.writes;
      syncs += report.syncs;
      for (const [what, times] of report.violations) {
        violations[what] = (violations[what] ?? 0) + times;
      }
      say(`${states} states, ${Object.keys(violations).length} kinds of violation`);
    }
    const bad = await knownBad({ strace, seed: 1, states: 0, transactions: 60, fill: 0 });
    const hasTeeth = Object.values(bad).every((text) => !text.startsWith('0 '));
    const passed = Object.keys(violations).length === 0 && hasTeeth;
    return { passed, figures: { states, promises, writes, syncs, violations, knownBad: bad } };
  },
};
