import { restoreBackup } from '../backup/restore-backup.ts';
import { defineCommand } from '../command/definition.ts';
import { flag, required } from '../command/parameter.ts';
import { text } from '../command/parse.ts';

export const command = defineCommand({
  path: 'restore',
  summary: 'Make a data directory of a backup, and verify it before it counts',
  details:
    'Copies the backup, recomputes every hash and follows every signature where the ledger will ' +
    'be used, compares block and root with what was backed up, and only then makes it the ledger. ' +
    'The validator key is restored on request alone. Blocks that were signed after the backup are ' +
    'not in it: before this key signs again, get them from another copy, or read docs/operating.md.',
  examples: ['touchmark restore /backup/2026-11-22 --data /var/lib/touchmark'],
  arguments: { backup: required('BACKUP', 'directory that `touchmark backup` made', text) },
  options: {
    data: required('--data <directory>', 'data directory to make: new, or empty', text),
    withValidatorKey: flag('--with-validator-key', 'also restore the key that signs blocks'),
  },
  async run(context, { backup, data, withValidatorKey }) {
    const { output } = context;
    const manifest = await restoreBackup({
      backup,
      data,
      withValidatorKey,
      signal: context.takeInterrupts(),
      onProgress: ({ done, total }) => output.progress(`verifying: ${done} of ${total}`),
    });
    const { height, root, chainId, created } = manifest;
    output.warn(
      `The ledger is as it was at ${created}, block ${height}. If its validator has signed later blocks, starting ` +
        'it from here signs other blocks of the same heights: make sure that the old node is gone for good and ' +
        'that nothing newer can be had (docs/operating.md).',
    );
    output.result({ height, root, chainId, created, data }, () => data);
  },
});
