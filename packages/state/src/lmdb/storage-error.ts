import { statfsSync } from 'node:fs';
import { StateError } from '../state-error.ts';

/** MDB_MAP_FULL: no more address space is to be had. */
const MAP_FULL = '-30792';
/** No space, quota exceeded, file too large. */
const NO_SPACE = ['28', 'ENOSPC', '122', 'EDQUOT', '27', 'EFBIG'];
/** MDB_CORRUPTED, MDB_PAGE_NOTFOUND, MDB_PANIC, MDB_INVALID. */
const DAMAGED = ['-30796', '-30797', '-30795', '-30793'];
const VERSION_MISMATCH = '-30794';
const INPUT_OUTPUT = ['5', 'EIO'];
/** A disk with less left than a commit takes. */
const FULL_BELOW_BYTES = 1024 * 1024;

interface Failure {
  message: string;
  code?: string | number;
}

/**
 * The same failure, or one of a full disk if that is what it is: of a write that the disk took in part only, which is
 * how a full one begins, LMDB says that it is an input/output error.
 */
export function disguisedFullDisk(failure: Failure, directory: string): Failure {
  if (!INPUT_OUTPUT.includes(String(failure.code ?? ''))) return failure;
  try {
    const { bavail, bsize } = statfsSync(directory);
    if (bavail * bsize >= FULL_BELOW_BYTES) return failure;
  } catch {
    return failure;
  }
  return { message: failure.message, code: 'ENOSPC' };
}

/** What LMDB or the operating system said, in our words. */
export function storageError(cause: Failure): StateError {
  if (cause instanceof StateError) return cause;
  const code = String(cause.code ?? '');
  const said = `(${cause.message})`;
  if (code === MAP_FULL) {
    return new StateError(
      'STATE_FULL',
      `The address space is used up ${said}; the commit was not applied. Lift the process's limit ` +
        'on virtual memory, or open the store with a larger mapSizeBytes.',
      { cause },
    );
  }
  if (NO_SPACE.includes(code)) {
    return new StateError(
      'STATE_FULL',
      `The disk is full ${said}; nothing half-written counts. Make room and start again.`,
      { cause },
    );
  }
  if (DAMAGED.includes(code)) {
    return new StateError(
      'STATE_CORRUPT',
      `LMDB finds its file damaged ${said}. Restore the store from a backup or another node.`,
      { cause },
    );
  }
  if (code === VERSION_MISMATCH) {
    return new StateError(
      'STATE_VERSION',
      `The file was written by another version of LMDB ${said}. Use the version that wrote it.`,
      { cause },
    );
  }
  return new StateError(
    'STATE_IO',
    `The store's folder could not be read or written ${said}; nothing half-written counts. Check ` +
      'that the folder may be written to, and that the disk is healthy and not full, then start again.',
    { cause },
  );
}
