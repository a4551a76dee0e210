import { encodeHex } from '@touchmark/codec';
import type { AuditReport, MigrationTrial } from '@touchmark/engine';
import { EXIT, type ExitCode } from '../exit-code.ts';
import type { CommandContext } from '../command/context.ts';
import { textTable } from './text-table.ts';
import { inLanguage } from './in-language.ts';

/** What a replay found: on stdout also where it found a difference, which is its result. */
export function showReplay(context: CommandContext, report: AuditReport, tookMs: number): ExitCode {
  const { output } = context;
  const mark = output.style('red', 'touchmark:');
  const { height, chainId, blocks, transactions, entries, difference, migrations } = report;
  const failed = migrations.find(({ error }) => error !== undefined);
  const root = encodeHex(report.root);
  const seconds = Math.round(tookMs) / 1_000;
  const facts = {
    ok: difference === undefined && failed === undefined,
    height,
    root,
    chainId,
    blocks,
    transactions,
  };
  const all = { ...facts, entries, seconds, difference: difference ?? null, migrations };
  output.result(all, () =>
    textTable([
      ['network', chainId],
      ['replayed', `${blocks} blocks, ${transactions} transactions, ${seconds} s`],
      ['block', String(height)],
      ['state root', root],
      ...(entries === 0 ? [] : [['entries compared', String(entries)]]),
      ...(difference === undefined ? [] : differenceLines(difference)),
      ...migrations.map((trial) => ['migration', trialText(trial)]),
    ]),
  );
  if (difference === undefined && failed !== undefined) {
    output.warn(
      inLanguage(
        context,
        `${mark} ${namesOf(failed)} can not begin on the state of today. Do not install ` +
          'this version for it, and do not vote for it; if it is decided, have it cancelled.',
        `${mark} ${namesOf(failed)} 无法从当前状态开始。请勿为其安装此版本，也不要投赞成票；若已决定，请予以取消。`,
      ),
    );
    return EXIT.unproven;
  }
  if (difference === undefined) {
    output.talk(
      inLanguage(
        context,
        'Every root and every result is as it was signed.',
        '每个根和每个结果都与签名时一致。',
      ),
    );
    return EXIT.done;
  }
  output.warn(
    inLanguage(
      context,
      `${mark} ${difference.about}. Do not rely on this copy: compare it with other ` +
        'nodes, and restore it from a backup or an export.',
      `${mark} ${difference.about}。此副本不可信：请与其他节点比较，并由备份或导出文件恢复。`,
    ),
  );
  return EXIT.unproven;
}

const namesOf = ({ versions }: MigrationTrial): string =>
  versions.map(({ module, version }) => `${module} ${version}`).join(', ');

function trialText(trial: MigrationTrial): string {
  const { height, isDecided, blocks, keys, error } = trial;
  const when = isDecided ? `decided for block ${height}` : 'not decided yet';
  const what =
    error === undefined
      ? `ok, ${keys} keys changed in ${blocks} ${blocks === 1 ? 'block' : 'blocks'}`
      : `FAILS: ${error.message} (${error.code})`;
  return `${namesOf(trial)}, ${when}: ${what}`;
}

function differenceLines(difference: NonNullable<AuditReport['difference']>): string[][] {
  const { height, what, signed, found, key } = difference;
  return [
    ['difference', difference.about],
    ...(height === undefined ? [] : [['in block', String(height)]]),
    ...(signed === undefined ? [] : [[`${what ?? ''} as signed`, signed]]),
    ...(found === undefined ? [] : [[`${what ?? ''} as replayed`, found]]),
    ...(key === undefined
      ? []
      : [
          ['key', key.key],
          ['module', key.module ?? 'none'],
          ['value as stored', key.stored ?? 'none'],
          ['value as replayed', key.replayed ?? 'none'],
        ]),
  ];
}
