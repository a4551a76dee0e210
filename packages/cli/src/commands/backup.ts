import { makeBackup } from '../backup/make-backup.ts';
import { defineCommand } from '../command/definition.ts';
import { flag, required } from '../command/parameter.ts';
import { text } from '../command/parse.ts';
import { DATA_OPTION, existingLedger } from '../data-directory/existing-ledger.ts';
import { inLanguage } from '../output/in-language.ts';
import { wordsOf } from '../output/words.ts';

export const command = defineCommand({
  path: 'backup',
  summary: "Copy a node's ledger while it runs, and verify the copy",
  details:
    'Copies the ledger as of one commit, the genesis and the settings into a new directory, then ' +
    'recomputes every hash of the copy and follows every signature from the genesis on before it ' +
    'counts as a backup. The validator key stays out unless it is asked for: two nodes that sign ' +
    'with one key destroy the trust in both (docs/operating.md). Of a node of a network (cometbft) the key goes with ' +
    'what it has signed last, and a restore lets it sign only once that is safe.',
  examples: ['touchmark backup --data /var/lib/touchmark --out /backup/2026-11-22'],
  arguments: {},
  options: {
    ...DATA_OPTION,
    out: required('--out <directory>', 'directory to make; it must not hold anything', text),
    withValidatorKey: flag('--with-validator-key', 'also copy the key that signs blocks'),
  },
  async run(context, { data, out, withValidatorKey }) {
    const { output } = context;
    const existing = existingLedger(data);
    const manifest = await makeBackup({
      ...existing,
      out,
      withValidatorKey,
      signal: context.takeInterrupts(),
      onProgress: ({ done, total }) =>
        output.progress(wordsOf(context.language).progress(done, total)),
    });
    const { height, root, chainId, created, hasValidatorKey } = manifest;
    if (hasValidatorKey) {
      output.warn(
        inLanguage(
          context,
          'This backup holds the validator key. Keep it as you keep the key itself, and never let two nodes sign with it.',
          '此备份含验证者密钥。请像保管密钥本身一样保管，绝不要让两个节点用它签名。',
        ),
      );
    }
    output.result({ height, root, chainId, created, hasValidatorKey, out }, () => out);
  },
});
