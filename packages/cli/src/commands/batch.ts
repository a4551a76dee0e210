import { describeRefusal } from '@touchmark/sdk';
import { limits } from '@touchmark/ledger';
import { type BatchResult, runBatch } from '../batch/run-batch.ts';
import { Journal } from '../batch/journal.ts';
import { formatOf, readItems } from '../batch/read-items.ts';
import { openClient } from '../client/open-client.ts';
import type { CommandContext } from '../command/context.ts';
import { defineCommand } from '../command/definition.ts';
import { flag, optional, required, withDefault } from '../command/parameter.ts';
import { oneOf, text, wholeNumber } from '../command/parse.ts';
import { UsageError } from '../command/usage-error.ts';
import { EXIT } from '../exit-code.ts';
import { readInput } from '../files/read-input.ts';
import { openSigningKey, WRITING_OPTIONS } from '../options/writing.ts';
import { receiptJson } from '../output/receipt.ts';
import { wordsOf } from '../output/words.ts';
import { inLanguage } from '../output/in-language.ts';

const MAX_FILE_BYTES = 512 * 1024 * 1024;

function journalPath(file: string, given: string | undefined): string {
  if (given !== undefined) return given;
  if (file !== '-') return `${file}.journal`;
  throw new UsageError('With standard input, say where the journal is to be: --journal FILE.');
}

function reportRefusals(context: CommandContext, { refused }: BatchResult): void {
  for (const { receipt, firstLine, lastLine, identifiers } of refused) {
    const why = describeRefusal(receipt.code, receipt.details, context.language);
    context.output.warn(
      inLanguage(
        context,
        `Lines ${firstLine} to ${lastLine} (${identifiers} identifiers, none registered): ${why} [${receipt.code}]`,
        `第 ${firstLine} 至 ${lastLine} 行（${identifiers} 个标识，均未注册）：${why} [${receipt.code}]`,
      ),
    );
  }
}

function resultJson({ refused, ...counts }: BatchResult, journal: Journal): object {
  const shown = refused.map(({ receipt, ...lines }) => ({
    ...lines,
    receipt: receiptJson(receipt),
  }));
  return { ...counts, refused: shown, journal: journal.path };
}

export const command = defineCommand({
  path: 'batch',
  summary: 'Register many identifiers from a file',
  details:
    'NDJSON: one {"identifier": "88.118.8/A-1", "values": [{"type": "URL", "data": "…"}]} a ' +
    'line. CSV: the first line names the columns, `identifier` and then a type (or INDEX:TYPE) ' +
    'each. Every line is checked before anything is sent. Each transaction registers all of its ' +
    'identifiers or none; its outcome is noted in a journal beside the file, so the same command ' +
    'goes on after an interruption and registers nothing twice. It stops at the first refusal.',
  examples: [
    'touchmark batch items.csv --key acme',
    'touchmark batch items.ndjson --size 500 --keep-going --json --key acme',
  ],
  arguments: { file: required('FILE', 'file to read; - for standard input', text) },
  options: {
    format: optional('--format <format>', 'ndjson or csv', oneOf('ndjson', 'csv'), {
      otherwise: "by the file's name",
    }),
    size: withDefault(
      '--size <number>',
      'identifiers in one transaction',
      wholeNumber(1, limits.REGISTER_ENTRIES),
      '1000',
    ),
    journal: optional('--journal <file>', 'where progress is noted', text, {
      otherwise: 'FILE.journal',
    }),
    keepGoing: flag('--keep-going', 'go on behind a refused transaction'),
    ...WRITING_OPTIONS,
  },
  async run(context, values) {
    const { output } = context;
    const path = journalPath(values.file, values.journal);
    const content = new TextDecoder().decode(await readInput(context, values.file, MAX_FILE_BYTES));
    const items = readItems(content, values.format ?? formatOf(values.file), values.file);
    const key = await openSigningKey(context, values);
    const client = await openClient(context, values, {
      signers: [key],
      retryForMs: values.retryFor,
    });
    const journal = await Journal.open(path, client.chainId);
    const stop = context.takeInterrupts();
    const result = await runBatch(
      items,
      {
        client,
        key,
        journal,
        expiresInMs: values.expiresIn,
        onRetry: (error, pauseMs) =>
          output.talk(wordsOf(context.language).again(error.message, Math.ceil(pauseMs / 1000))),
      },
      {
        entriesPerTransaction: values.size,
        keepGoing: values.keepGoing,
        stop,
        onProgress: ({ registered, before }) =>
          output.progress(wordsOf(context.language).progress(registered + before, items.length)),
      },
    );
    reportRefusals(context, result);
    output.result(resultJson(result, journal), () => wordsOf(context.language).batch(result));
    if (!result.complete)
      output.talk(
        inLanguage(context, 'Run the same command again to go on.', '请再次运行同一命令以继续。'),
      );
    return result.complete && result.refused.length === 0 ? EXIT.done : EXIT.failed;
  },
});
