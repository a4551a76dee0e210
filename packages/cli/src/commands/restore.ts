import { HOLD_MARGIN_BLOCKS } from '@touchmark/node';
import { restoreBackup } from '../backup/restore-backup.ts';
import { defineCommand } from '../command/definition.ts';
import { flag, required } from '../command/parameter.ts';
import { text } from '../command/parse.ts';
import { inLanguage } from '../output/in-language.ts';
import { wordsOf } from '../output/words.ts';

/** What becomes of a node of a network, in both languages. */
const HELD = [
  'The node fetches the ledger from the others when it starts. Then it claims the key of its validator in the ledger, ' +
    `and signs from ${HOLD_MARGIN_BLOCKS} blocks later on, by itself. Whatever else has that key signs no more from then on: make ` +
    'sure that the old node is gone for good.',
  `节点启动后会从其他节点获取账本，然后在账本中认领其验证者的密钥，${HOLD_MARGIN_BLOCKS} 个区块之后自动恢复签名。此后持有该密钥的其他机器不再签名：请确认旧节点已永久停用。`,
] as const;
const FOLLOWS = [
  'The node fetches the ledger from the others when it starts. Its validator key was not restored: it follows with a new ' +
    'key, and signs nothing. For its validator restore with --with-validator-key, of a backup that has the key, or have ' +
    'the members decide on the new one.',
  '节点启动后会从其他节点获取账本。验证者密钥未恢复：它使用新密钥，只跟随，不签名。如需恢复验证者，请用含密钥的备份加 --with-validator-key 恢复，或由成员决定启用新密钥。',
] as const;

export const command = defineCommand({
  path: 'restore',
  summary: 'Make a data directory of a backup, and verify it before it counts',
  details:
    'Copies the backup, recomputes every hash and follows every signature where the ledger will ' +
    'be used, compares block and root with what was backed up, and only then makes it the ledger. ' +
    'The validator key is restored on request alone. Blocks that were signed after the backup are ' +
    'not in it: before this key signs again, get them from another copy, or read docs/operating.md. A node of a ' +
    'network (cometbft) gets its settings and keys back and fetches the ledger from the others; its validator waits ' +
    'until nothing can be signed twice.',
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
      onProgress: ({ done, total }) =>
        output.progress(wordsOf(context.language).progress(done, total)),
    });
    const { height, root, chainId, created, isReplicated } = manifest;
    const result = { height, root, chainId, created, data, isReplicated };
    if (isReplicated) {
      const [en, zh] = withValidatorKey ? HELD : FOLLOWS;
      output.warn(inLanguage(context, en, zh));
      output.result(result, () => data);
      return;
    }
    output.warn(
      inLanguage(
        context,
        `The ledger is as it was at ${created}, block ${height}. If its validator has signed later blocks, starting ` +
          'it from here signs other blocks of the same heights: make sure that the old node is gone for good and ' +
          'that nothing newer can be had (docs/operating.md).',
        `账本恢复到 ${created}、区块 ${height} 时的状态。若其验证者已签过更新的区块，由此启动会在相同高度签出不同区块：` +
          '请确认旧节点已永久停用，且没有更新的副本（docs/operating.zh-CN.md）。',
      ),
    );
    output.result(result, () => data);
  },
});
