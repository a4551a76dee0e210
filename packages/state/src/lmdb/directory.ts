import { chmod, mkdir, open, stat } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';

/** Makes the entries of a directory durable; neither LMDB nor Node does. */
export async function syncDirectory(directory: string): Promise<void> {
  const handle = await open(directory, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** A store may hold values that are not for everybody, and LMDB makes its file readable to all. */
const OWNER_ONLY = 0o700;
const BITS_OF_OTHERS = 0o077;
/** /tmp and its like belong to nobody alone, whoever their owner is. */
const STICKY_BIT = 0o1000;

/**
 * Creates the directory and what is missing above it, durably; nobody else may look into the directory itself. (Not by
 * `mkdir` with `recursive`: where a file system refuses with ENOENT, as /proc does, that tries on for ever.)
 */
export async function createDirectory(directory: string): Promise<void> {
  const missing: string[] = [];
  let existing = resolve(directory);
  for (; !(await isThere(existing)); existing = dirname(existing)) missing.push(existing);
  for (const path of missing.reverse()) {
    const mode = path === resolve(directory) ? OWNER_ONLY : undefined;
    await mkdir(path, mode).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'EEXIST') throw error;
    });
    await syncDirectory(dirname(path));
  }
  await closeToOthers(directory);
}

/** Takes the rights of others away from a directory of ours; who made it for us has decided about his. */
async function closeToOthers(directory: string): Promise<void> {
  const { uid, mode } = await stat(directory);
  if (uid !== process.getuid?.() || (mode & STICKY_BIT) !== 0) return;
  if ((mode & BITS_OF_OTHERS) === 0) return;
  await chmod(directory, OWNER_ONLY).catch((error: NodeJS.ErrnoException) => {
    // Some file systems have no rights to change.
    if (!['EPERM', 'ENOTSUP', 'EROFS'].includes(error.code ?? '')) throw error;
  });
}

async function isThere(path: string): Promise<boolean> {
  try {
    await stat(path);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return false;
    throw error;
  }
}

/** Length of a file, or null if there is none. */
export async function fileBytes(path: string): Promise<number | null> {
  try {
    return (await stat(path)).size;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}
