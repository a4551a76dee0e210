import { encodeHex } from '@touchmark/codec';
import { COMPRESSIONS, exportChain } from '@touchmark/engine';
import { defineCommand } from '../command/definition.ts';
import { flag, required, withDefault } from '../command/parameter.ts';
import { oneOf, text } from '../command/parse.ts';
import { DATA_OPTION, existingLedger } from '../data-directory/existing-ledger.ts';
import { textTable } from '../output/text-table.ts';
import { inLanguage } from '../output/in-language.ts';
import { wordsOf } from '../output/words.ts';

export const command = defineCommand({
  path: 'export',
  summary: 'Write the whole ledger into one file',
  details:
    'The file holds the genesis and every block with its signatures; with --state also results, ' +
    'history and state, for an import without replay. It describes and checks itself ' +
    '(spec/export.md). What is read is verified. The node may run. The file grows as FILE.part ' +
    'and gets its name when it is whole; after an interruption the same command goes on.',
  examples: [
    'touchmark export --data /var/lib/touchmark --out ledger.export',
    'touchmark export --data d --out ledger.export --state --json',
  ],
  arguments: {},
  options: {
    ...DATA_OPTION,
    out: required('--out <file>', 'file to write; one that is there is replaced at the end', text),
    state: flag('--state', 'also results, history and state'),
    compression: withDefault(
      '--compression <name>',
      'zstd, gzip or none',
      oneOf(...COMPRESSIONS),
      'zstd',
    ),
  },
  async run(context, { data, out, state, compression }) {
    const { output } = context;
    const { ledger } = existingLedger(data);
    const report = await exportChain({
      directory: ledger,
      file: out,
      compression,
      state,
      onProgress: ({ done, total }) =>
        output.progress(wordsOf(context.language).progress(done, total)),
    });
    const { height, blocks, entries, bytes, chainId, genesis, check, resumedAt } = report;
    const root = encodeHex(report.root);
    if (resumedAt > 0)
      output.talk(
        inLanguage(
          context,
          `Went on after block ${resumedAt} of an interrupted export.`,
          `从中断的导出的区块 ${resumedAt} 之后继续。`,
        ),
      );
    const facts = { height, root, chainId, genesis, blocks, entries, state, bytes, check };
    output.result({ ...facts, file: out }, () =>
      textTable([
        ['network', chainId],
        ['block', String(height)],
        ['state root', root],
        ['blocks', String(blocks)],
        ...(state ? [['entries of the state', String(entries)]] : []),
        ['file', `${out}, ${bytes} bytes`],
        ['check', check],
      ]),
    );
  },
});
