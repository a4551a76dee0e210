import { existsSync } from 'node:fs';
import { stat, statfs } from 'node:fs/promises';
import { resolve } from 'node:path';
import { FILES } from '../data-directory/files.ts';
import { inLanguage } from '../output/in-language.ts';
import { failure, type Finding, ok, warning } from './finding.ts';
import type { Subject } from './subject.ts';

const GIB = 2 ** 30;
const FULL_BYTES = GIB / 4;
const TIGHT_BYTES = 2 * GIB;
const TIGHT_SHARE = 0.05;

/** Magic numbers of statfs(2) where LMDB's promises do not hold, or hold only until a restart. */
const NETWORK_FILE_SYSTEMS: Readonly<Record<number, string>> = {
  0x6969: 'NFS',
  0xff534d42: 'CIFS',
  0xfe534d42: 'SMB',
  0x01021997: '9P',
  0x65735546: 'FUSE',
};
const PASSING_FILE_SYSTEMS: Readonly<Record<number, string>> = {
  0x01021994: 'tmpfs',
  0x794c7630: 'overlayfs',
};

export async function checkDisk(subject: Subject): Promise<Finding[]> {
  const { directory } = subject;
  const { bsize, bavail, blocks, ffree, files, type } = await statfs(directory);
  const free = bsize * bavail;
  const share = blocks === 0 ? 1 : bavail / blocks;
  const all = gib(bsize * blocks);
  const detail = inLanguage(subject, `${gib(free)} free of ${all}`, `共 ${all}，可用 ${gib(free)}`);
  return [
    await room(subject, free, share, detail),
    ...(files > 0 && ffree < 1_000 ? [inodes(subject, ffree)] : []),
    fileSystem(subject, type),
  ];
}

async function room(
  subject: Subject,
  free: number,
  share: number,
  detail: string,
): Promise<Finding> {
  const store = resolve(subject.directory, FILES.ledger, 'data.mdb');
  const used = existsSync(store) ? (await stat(store)).size : 0;
  const all = inLanguage(
    subject,
    `${detail}; the ledger takes ${gib(used)}.`,
    `${detail}；账本占用 ${gib(used)}。`,
  );
  const advice = inLanguage(
    subject,
    'Make room, or move the data directory to a larger disk. A full disk stops the node.',
    '请腾出空间，或将数据目录移到更大的磁盘。磁盘写满会使节点停止。',
  );
  if (free < FULL_BYTES) return failure('disk.free', all, advice);
  if (free < TIGHT_BYTES || share < TIGHT_SHARE) return warning('disk.free', all, advice);
  return ok('disk.free', all);
}

function inodes(subject: Subject, left: number): Finding {
  const advice = inLanguage(
    subject,
    'Remove small files from this disk.',
    '请删除此磁盘上的小文件。',
  );
  const detail = inLanguage(
    subject,
    `Only ${left} files can still be made.`,
    `仅可再创建 ${left} 个文件。`,
  );
  return warning('disk.inodes', detail, advice);
}

function fileSystem(subject: Subject, type: number): Finding {
  const check = 'disk.file-system';
  const network = NETWORK_FILE_SYSTEMS[type];
  if (network !== undefined) {
    const advice = inLanguage(
      subject,
      'Move the data directory to a local disk: what is synced here may not be on a disk.',
      '请将数据目录移到本地磁盘：此处的同步写入未必真正落盘。',
    );
    return failure(check, liesOn(subject, network), advice);
  }
  const passing = PASSING_FILE_SYSTEMS[type];
  if (passing === undefined) {
    const local = inLanguage(
      subject,
      'A local disk, as far as can be told.',
      '就所能判断，是本地磁盘。',
    );
    return ok(check, local);
  }
  const advice = inLanguage(
    subject,
    'Fine for a trial. Give a node that matters a volume of its own.',
    '试用无妨；重要的节点请使用独立的卷。',
  );
  return warning(check, liesOn(subject, passing), advice);
}

const liesOn = (subject: Subject, fileSystemName: string): string =>
  inLanguage(
    subject,
    `The data directory lies on ${fileSystemName}.`,
    `数据目录位于 ${fileSystemName} 上。`,
  );

function gib(bytes: number): string {
  const value = bytes / GIB;
  return value < 1 ? `${(bytes / 2 ** 20).toFixed(1)} MiB` : `${value.toFixed(1)} GiB`;
}
