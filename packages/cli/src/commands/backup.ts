import { makeBackup } from '../backup/make-backup.ts';
import { defineCommand } from '../command/definition.ts';
import { flag, required } from '../command/parameter.ts';
import { text } from '../command/parse.ts';
import { DATA_OPTION, existingLedger } from '../data-directory/existing-ledger.ts';

export const command = defineCommand({
  path: 'backup',
  summary: "Copy a node's ledger while it runs, and verify the copy",
  details:
    'Copies the ledger as of one commit, the genesis and the settings into a new directory, then ' +
    'recomputes every hash of the copy and follows every signature from the genesis on before it ' +
    'counts as a backup. The validator key stays out unless it is asked for: two nodes that sign ' +
    'with one key destroy the trust in both (docs/operating.md).',
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
      onProgress: ({ done, total }) => output.progress(`verifying: ${done} of ${total}`),
    });
    const { height, root, chainId, created, hasValidatorKey } = manifest;
    if (hasValidatorKey) {
      output.warn(
        'This backup holds the validator key. Keep it as you keep the key itself, and never let two nodes sign with it.',
      );
    }
    output.result({ height, root, chainId, created, hasValidatorKey, out }, () => out);
  },
});
