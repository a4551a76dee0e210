import { sendRequests } from '../faults/requests/campaign.ts';
import { testNode } from '../../packages/node/src/testing/test-node.ts';
import type { LongRun } from './long-run.ts';

const REQUESTS = 100_000;
const SEED = 1_000;
const FAULTS_SHOWN = 20;

export const requests: LongRun = {
  name: 'requests',
  about: 'requests generated from the API document: no answer of 500 or above, none that it lacks',
  async run(say, scale) {
    const cleanups: (() => unknown)[] = [];
    const node = await testNode({
      after: (cleanup) => void cleanups.push(cleanup as () => unknown),
    });
    const report = await sendRequests(node, Math.ceil(REQUESTS * scale), SEED, say);
    for (const cleanup of cleanups) await cleanup();
    const faults = report.faults.slice(0, FAULTS_SHOWN);
    const figures = { ...report, faults, faultCount: report.faults.length };
    return { passed: report.faults.length === 0, figures };
  },
};
