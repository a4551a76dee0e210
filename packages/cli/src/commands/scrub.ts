import { encodeHex } from '@touchmark/codec';
import { verifyStore } from '@touchmark/engine';
import { AdminClient } from '../admin/admin-client.ts';
import type { CommandContext } from '../command/context.ts';
import { defineCommand } from '../command/definition.ts';
import { optional } from '../command/parameter.ts';
import { wholeNumber } from '../command/parse.ts';
import {
  DATA_OPTION,
  type ExistingLedger,
  existingLedger,
} from '../data-directory/existing-ledger.ts';
import { isLocked, lockDataDirectory } from '../data-directory/lock.ts';
import { textTable } from '../output/text-table.ts';
import { inLanguage } from '../output/in-language.ts';
import { wordsOf } from '../output/words.ts';

/** The node does it itself, beside its work. */
async function scrubRunning(
  context: CommandContext,
  admin: AdminClient,
  rate: number | undefined,
  signal: AbortSignal,
): Promise<object> {
  context.output.talk(
    inLanguage(
      context,
      'A node runs here: it scrubs itself, at a bounded rate.',
      '此处有节点在运行：由它自己以限定速率巡检。',
    ),
  );
  return admin.scrub(rate, signal, (done, total) =>
    context.output.progress(wordsOf(context.language).progress(done, total)),
  );
}

async function scrubStopped(
  context: CommandContext,
  { directory, ledger }: ExistingLedger,
  rate: number | undefined,
  signal: AbortSignal,
): Promise<object> {
  const unlock = lockDataDirectory(directory);
  try {
    const { state, chain } = await verifyStore({
      directory: ledger,
      signal,
      ...(rate === undefined ? {} : { recordsPerSecond: rate }),
      onProgress: ({ done, total }) =>
        context.output.progress(wordsOf(context.language).progress(done, total)),
    });
    const { records, tableEntries } = state;
    return { ...chain, records, tableEntries, root: encodeHex(state.root) };
  } finally {
    unlock();
  }
}

export const command = defineCommand({
  path: 'scrub',
  summary: "Check every byte of a node's store, running or stopped",
  details:
    'Recomputes every hash from the records up to the state root, and checks every header, ' +
    'signature, receipt, event and older version. Finds any flipped bit. Changes nothing. A ' +
    'running node is asked to do it itself, at a bounded rate; Ctrl-C ends it there too. Exit ' +
    'code 4 if anything is damaged.',
  examples: [
    'touchmark scrub --data /var/lib/touchmark',
    'touchmark scrub --data /var/lib/touchmark --rate 2000 --json',
  ],
  arguments: {},
  options: {
    ...DATA_OPTION,
    rate: optional(
      '--rate <number>',
      'records checked a second, at most',
      wholeNumber(1, 10_000_000),
      { otherwise: 'a running node: watch.scrub_records_per_second; a stopped one: no bound' },
    ),
  },
  async run(context, { data, rate }) {
    const existing = existingLedger(data);
    const signal = context.takeInterrupts();
    const admin = isLocked(existing.directory)
      ? await AdminClient.find(existing.directory)
      : undefined;
    const shown =
      admin === undefined
        ? await scrubStopped(context, existing, rate, signal)
        : await scrubRunning(context, admin, rate, signal);
    context.output.result(shown, () =>
      textTable(Object.entries(shown).map(([name, value]) => [name, String(value)])),
    );
    context.output.talk(inLanguage(context, 'Everything is as it should be.', '一切正常。'));
  },
});
