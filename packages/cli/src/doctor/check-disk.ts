import { existsSync } from 'node:fs';
import { stat, statfs } from 'node:fs/promises';
import { resolve } from 'node:path';
import { FILES } from '../data-directory/files.ts';
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

export async function checkDisk({ directory }: Subject): Promise<Finding[]> {
  const { bsize, bavail, blocks, ffree, files, type } = await statfs(directory);
  const free = bsize * bavail;
  const share = blocks === 0 ? 1 : bavail / blocks;
  const detail = `${gib(free)} free of ${gib(bsize * blocks)}`;
  return [
    await room(directory, free, share, detail),
    ...(files > 0 && ffree < 1_000 ? [inodes(ffree)] : []),
    fileSystem(type),
  ];
}

async function room(
  directory: string,
  free: number,
  share: number,
  detail: string,
): Promise<Finding> {
  const store = resolve(directory, FILES.ledger, 'data.mdb');
  const used = existsSync(store) ? (await stat(store)).size : 0;
  const all = `${detail}; the ledger takes ${gib(used)}.`;
  const advice =
    'Make room, or move the data directory to a larger disk. A full disk stops the node.';
  if (free < FULL_BYTES) return failure('disk.free', all, advice);
  if (free < TIGHT_BYTES || share < TIGHT_SHARE) return warning('disk.free', all, advice);
  return ok('disk.free', all);
}

function inodes(left: number): Finding {
  const advice = 'Remove small files from this disk.';
  return warning('disk.inodes', `Only ${left} files can still be made.`, advice);
}

function fileSystem(type: number): Finding {
  const check = 'disk.file-system';
  const network = NETWORK_FILE_SYSTEMS[type];
  if (network !== undefined) {
    const advice =
      'Move the data directory to a local disk: what is synced here may not be on a disk.';
    return failure(check, `The data directory lies on ${network}.`, advice);
  }
  const passing = PASSING_FILE_SYSTEMS[type];
  if (passing === undefined) return ok(check, 'A local disk, as far as can be told.');
  const advice = 'Fine for a trial. Give a node that matters a volume of its own.';
  return warning(check, `The data directory lies on ${passing}.`, advice);
}

function gib(bytes: number): string {
  const value = bytes / GIB;
  return value < 1 ? `${(bytes / 2 ** 20).toFixed(1)} MiB` : `${value.toFixed(1)} GiB`;
}
