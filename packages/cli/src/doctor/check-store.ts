import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { encodeHex } from '@touchmark/codec';
import { type ChainHead, openChainReader } from '@touchmark/engine';
import { ledger, type ModuleVersions } from '@touchmark/ledger';
import { FILES } from '../data-directory/files.ts';
import { inChinese } from '../errors/chinese.ts';
import { EXIT } from '../exit-code.ts';
import { failureOf } from '../failure.ts';
import { inLanguage } from '../output/in-language.ts';
import { timeText } from '../output/plain.ts';
import { failure, type Finding, ok, warning } from './finding.ts';
import type { Subject } from './subject.ts';

const AHEAD_MS = 10_000;

export async function checkStore(subject: Subject): Promise<Finding[]> {
  const directory = resolve(subject.directory, FILES.ledger);
  if (!existsSync(directory)) {
    const advice = inLanguage(
      subject,
      'Start the node, which founds it, or import or restore one.',
      '请启动节点以创建账本，或导入、恢复一个。',
    );
    return [failure('store', inLanguage(subject, 'There is no ledger yet.', '尚无账本。'), advice)];
  }
  try {
    const reader = await openChainReader({ directory });
    try {
      const head = reader.latest();
      // Reading the newest block compares its checksums, and reading its time checks the clock.
      reader.block(head.height);
      const versions = reader.read((view) => ledger.versions(view, head.height));
      const first = reader.firstBlock();
      return [
        storeFinding(subject, head, first),
        ...versionFindings(subject, versions),
        clockFinding(subject, head),
      ];
    } finally {
      await reader.close();
    }
  } catch (error) {
    if (!existsSync(resolve(subject.directory, FILES.founded))) return [notYetFounded(subject)];
    const { code, message, exitCode } = failureOf(error);
    const detail = subject.language === 'zh' ? inChinese(code, message, error) : message;
    const advice = inLanguage(
      subject,
      'Restore a backup or import an export. Find the extent with: touchmark scrub',
      '请恢复备份或导入导出文件。查明损坏范围：touchmark scrub',
    );
    return [failure('store', detail, advice, exitCode === EXIT.usage ? EXIT.failed : exitCode)];
  }
}

function notYetFounded(subject: Subject): Finding {
  const detail = inLanguage(
    subject,
    'There is no ledger yet: the node waits for other nodes, or was not started.',
    '尚无账本：节点在等待其他节点，或尚未启动。',
  );
  const advice = inLanguage(
    subject,
    'Start it, and see what it waits for: touchmark network doctor --node URL',
    '请启动节点，并查看它在等待什么：touchmark network doctor --node URL',
  );
  return warning('store', detail, advice);
}

function storeFinding(subject: Subject, head: ChainHead, first: number): Finding {
  const { chainId, height } = head;
  const root = encodeHex(head.root);
  const from = first > 1 ? ` Joined by state sync: its blocks begin with ${first}.` : '';
  const zhFrom = first > 1 ? `通过状态同步加入：其区块从 ${first} 开始。` : '';
  const detail = inLanguage(
    subject,
    `${chainId}, block ${height}, root ${root}.${from} Scrub it now and then.`,
    `${chainId}，区块 ${height}，根 ${root}。${zhFrom}请定期巡检（scrub）。`,
  );
  return ok('store', detail);
}

/** Says what a node of this software would do at the blocks to come. */
export function versionFindings(
  subject: Pick<Subject, 'language'>,
  versions: readonly ModuleVersions[],
): Finding[] {
  const findings = versions.flatMap(({ module, active, pending, known }): Finding[] => {
    const check = `upgrade.${module}`;
    const needed = pending?.version ?? active;
    const isMissing = needed > Math.max(known, 1);
    const has = inLanguage(
      subject,
      known === 0
        ? 'This software does not have the module.'
        : `This software has version ${known} at most.`,
      known === 0 ? '本软件没有该模块。' : `本软件最高支持版本 ${known}。`,
    );
    if (pending === undefined) {
      if (!isMissing) return [];
      const detail = inLanguage(
        subject,
        `The next block goes by version ${active}. ${has}`,
        `下一区块按版本 ${active} 执行。${has}`,
      );
      const advice = inLanguage(
        subject,
        'Update the software, then start the node again.',
        '请升级软件后重新启动节点。',
      );
      return [failure(check, detail, advice)];
    }
    const detail = inLanguage(
      subject,
      `Version ${pending.version} rules from block ${pending.height} on. `,
      `版本 ${pending.version} 自区块 ${pending.height} 起生效。`,
    );
    if (!isMissing) {
      const fine = inLanguage(subject, 'This software has it.', '本软件支持。');
      return [ok(check, `${detail}${fine}`)];
    }
    const advice = inLanguage(
      subject,
      'Update the software before that block: without it, the node stops there.',
      '请在该区块之前升级软件：否则节点将停在那里。',
    );
    return [warning(check, `${detail}${has}`, advice)];
  });
  if (findings.length > 0) return findings;
  const none = inLanguage(subject, 'No version of a module is to come.', '没有待生效的模块版本。');
  return [ok('upgrade', none)];
}

function clockFinding(subject: Subject, { timeMs }: ChainHead): Finding {
  const { nowMs } = subject;
  const detail = inLanguage(
    subject,
    `This machine says ${timeText(nowMs)}; the newest block is of ${timeText(timeMs)}.`,
    `本机时间 ${timeText(nowMs)}；最新区块时间 ${timeText(timeMs)}。`,
  );
  if (timeMs <= nowMs + AHEAD_MS) return ok('clock', detail);
  const advice = inLanguage(
    subject,
    'Synchronize the clock (chrony, systemd-timesyncd) before the node signs more.',
    '请先校准时钟（chrony、systemd-timesyncd），再让节点继续签名。',
  );
  return failure('clock', detail, advice);
}
