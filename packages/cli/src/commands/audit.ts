import { auditChain } from '@touchmark/engine';
import { defineCommand } from '../command/definition.ts';
import { DATA_OPTION, existingLedger } from '../data-directory/existing-ledger.ts';
import { SCRATCH_OPTION, withScratch } from '../data-directory/scratch.ts';
import { showReplay } from '../output/replay-report.ts';
import { wordsOf } from '../output/words.ts';

export const command = defineCommand({
  path: 'audit',
  summary: 'Replay the ledger from its genesis and compare every root, result and key',
  details:
    'Executes every block again, compares each state root and all results with what the ' +
    'validators signed, then the stored state with the replayed one, and names the first key that ' +
    'differs. Changes nothing; the node may run. Exit code 4 if anything differs.',
  examples: ['touchmark audit --data /var/lib/touchmark', 'touchmark audit --data d --json'],
  arguments: {},
  options: { ...DATA_OPTION, ...SCRATCH_OPTION },
  async run(context, { data, scratch }) {
    const { ledger } = existingLedger(data);
    const signal = context.takeInterrupts();
    const startedAt = performance.now();
    const report = await withScratch(scratch, (directory) =>
      auditChain({
        directory: ledger,
        scratch: directory,
        compareState: true,
        signal,
        onProgress: ({ done, total }) =>
          context.output.progress(wordsOf(context.language).progress(done, total)),
      }),
    );
    return showReplay(context, report, performance.now() - startedAt);
  },
});
