import { auditChain } from '@touchmark/engine';
import { ledger as theLedger } from '@touchmark/ledger';
import { defineCommand } from '../command/definition.ts';
import { DATA_OPTION, existingLedger } from '../data-directory/existing-ledger.ts';
import { SCRATCH_OPTION, withScratch } from '../data-directory/scratch.ts';
import { showReplay } from '../output/replay-report.ts';
import { inLanguage } from '../output/in-language.ts';
import { wordsOf } from '../output/words.ts';

export const command = defineCommand({
  path: 'rehearse',
  summary: 'Replay the real ledger with the code at hand, before an upgrade',
  details:
    'Run it from the checkout of the new version on the data directory of the node that still ' +
    'runs the old one: every block is executed by the rules of its height, and each state root and ' +
    'result compared with what the validators signed. Then versions of modules that are to come are ' +
    'tried on the state of today: first what is decided for a block ahead, then what this ' +
    'software has and nobody has decided; each with the keys that it changes, or its first error. ' +
    'Changes nothing; the node may run. Exit code 4 if the new version would come to another ' +
    'state, or a migration fails. A node that joined by state sync lacks the first blocks: use an archive node, or a ' +
    'backup of one.',
  examples: ['touchmark rehearse --data /var/lib/touchmark'],
  arguments: {},
  options: { ...DATA_OPTION, ...SCRATCH_OPTION },
  async run(context, { data, scratch }) {
    const { ledger } = existingLedger(data);
    const signal = context.takeInterrupts();
    const names = theLedger.registry.modules
      .map(({ name, version }) => `${name} ${version}`)
      .join(', ');
    context.output.talk(
      inLanguage(
        context,
        `Rehearsing with the modules at hand: ${names}.`,
        `用现有模块演练：${names}。`,
      ),
    );
    const startedAt = performance.now();
    const report = await withScratch(scratch, (directory) =>
      auditChain({
        directory: ledger,
        scratch: directory,
        compareState: false,
        migrations: true,
        signal,
        onProgress: ({ done, total }) =>
          context.output.progress(wordsOf(context.language).progress(done, total)),
      }),
    );
    if (report.migrations.length === 0 && report.difference === undefined) {
      context.output.talk(
        inLanguage(
          context,
          'No version of a module is to come: there was no migration to try.',
          '没有待生效的模块版本，因此没有可试行的迁移。',
        ),
      );
    }
    return showReplay(context, report, performance.now() - startedAt);
  },
});
