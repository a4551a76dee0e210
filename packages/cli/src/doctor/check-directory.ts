import { constants, existsSync } from 'node:fs';
import { access, readFile, stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { parseGenesis } from '@touchmark/codec';
import { FILES } from '../data-directory/files.ts';
import { standingOf } from '../data-directory/marker.ts';
import { inLanguage } from '../output/in-language.ts';
import { detailOf } from './detail-of.ts';
import { failure, type Finding, ok, warning } from './finding.ts';
import type { Subject } from './subject.ts';

const STANDING = { missing: '不存在', empty: '是空目录' } as const;

export async function checkDirectory(subject: Subject): Promise<Finding[]> {
  return [
    await standing(subject),
    await permissions(subject),
    await genesis(subject),
    ...unfinished(subject),
  ];
}

async function standing(subject: Subject): Promise<Finding> {
  const { directory } = subject;
  try {
    const found = await standingOf(directory);
    if (found === 'ours') return ok('directory', directory);
    const advice = inLanguage(
      subject,
      'Prepare it with `touchmark node init`, or import or restore a ledger into it.',
      '请用 `touchmark node init` 准备，或导入、恢复账本。',
    );
    const detail = inLanguage(
      subject,
      `${directory} is ${found}.`,
      `${directory} ${STANDING[found]}。`,
    );
    return failure('directory', detail, advice);
  } catch (error) {
    const detail = detailOf(subject, error);
    const advice = inLanguage(
      subject,
      'Check the path given with --data.',
      '请检查 --data 给出的路径。',
    );
    return failure('directory', detail, advice);
  }
}

async function permissions(subject: Subject): Promise<Finding> {
  const { directory } = subject;
  const check = 'directory.permissions';
  const { mode } = await stat(directory);
  try {
    await access(directory, constants.R_OK | constants.W_OK | constants.X_OK);
  } catch {
    const advice = inLanguage(
      subject,
      'Run the node, and this, as the user who owns the directory.',
      '请以拥有该目录的用户运行节点和本命令。',
    );
    const detail = inLanguage(
      subject,
      'This user may not read and write it.',
      '当前用户无权读写该目录。',
    );
    return failure(check, detail, advice);
  }
  if ((mode & 0o022) === 0) {
    return ok(check, inLanguage(subject, 'Only its owner may write to it.', '仅所有者可写。'));
  }
  const advice = inLanguage(
    subject,
    `Make it the owner's alone: chmod 700 ${directory}`,
    `请仅允许所有者访问：chmod 700 ${directory}`,
  );
  const detail = inLanguage(
    subject,
    'Other users of this machine may write to it.',
    '本机其他用户也可写入该目录。',
  );
  return warning(check, detail, advice);
}

async function genesis(subject: Subject): Promise<Finding> {
  const file = resolve(subject.directory, FILES.genesis);
  if (!existsSync(file)) {
    const advice = inLanguage(
      subject,
      'Copy the genesis file of the network there.',
      '请将网络的创世文件复制到该处。',
    );
    const detail = inLanguage(subject, `There is no ${file}.`, `文件 ${file} 不存在。`);
    return failure('directory.genesis', detail, advice);
  }
  try {
    const { chainId, validators } = parseGenesis(await readFile(file));
    const count = validators.length;
    const detail = inLanguage(
      subject,
      `${chainId}, ${count} validators at its start.`,
      `${chainId}，创世时有 ${count} 个验证者。`,
    );
    return ok('directory.genesis', detail);
  } catch (error) {
    const detail = detailOf(subject, error);
    const advice = inLanguage(
      subject,
      'Copy the genesis file of the network again.',
      '请重新复制网络的创世文件。',
    );
    return failure('directory.genesis', detail, advice);
  }
}

function unfinished(subject: Subject): Finding[] {
  const path = resolve(subject.directory, FILES.unfinished);
  if (!existsSync(path)) return [];
  const advice = inLanguage(
    subject,
    'Run the same import or restore again; it goes on or starts over.',
    '请再次运行同一导入或恢复命令；它会继续或重新开始。',
  );
  const detail = inLanguage(
    subject,
    `${path} is a ledger that is not finished.`,
    `${path} 是未完成的账本。`,
  );
  return [failure('directory.unfinished', detail, advice)];
}
