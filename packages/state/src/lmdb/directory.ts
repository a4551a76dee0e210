import { mkdir, open, stat } from 'node:fs/promises';
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

/**
 * Creates the directory and what is missing above it, durably. (Not by `mkdir` with `recursive`:
 * where a file system refuses
 * with ENOENT, as /proc does, that tries on for ever.)
 */
export async function createDirectory(directory: string): Promise<void> {
  const missing: string[] = [];
  let existing = resolve(directory);
  for (; !(await isThere(existing)); existing = dirname(existing)) missing.push(existing);
  for (const path of missing.reverse()) {
    await mkdir(path).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'EEXIST') throw error;
    });
    await syncDirectory(dirname(path));
  }
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
