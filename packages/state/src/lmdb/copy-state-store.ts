import { open as openFile } from 'node:fs/promises';
import { join } from 'node:path';
import { open } from 'lmdb';
import { StateError } from '../state-error.ts';
import { checkFileLength } from './check-file-length.ts';
import { createDirectory, fileBytes, syncDirectory } from './directory.ts';
import { FIRST_TABLE_NUMBER, LMDB_FILE } from './layout.ts';
import { lmdbOptions } from './lmdb-options.ts';
import { storageError } from './storage-error.ts';

export interface CopyOptions {
  /** Folder of the store; another process may be writing to it. */
  readonly directory: string;
  /** Folder of the copy: new, or empty. */
  readonly target: string;
}

/**
 * Copies a store as of its last commit, durably and without what is free in its file. The copy is
 * a store of its own;
 * whoever trusts it opens and scrubs it first.
 * @throws StateError STATE_MISSING, STATE_FULL, STATE_IO
 */
export async function copyStateStore({ directory, target }: CopyOptions): Promise<void> {
  const path = join(directory, LMDB_FILE);
  if ((await fileBytes(path)) === null) {
    throw new StateError('STATE_MISSING', `There is no store in ${directory} to copy.`);
  }
  if ((await fileBytes(join(target, LMDB_FILE))) !== null) {
    throw new StateError('STATE_IO', `There is a store in ${target} already; it was not touched.`);
  }
  try {
    await checkFileLength(path);
    await createDirectory(target);
    const root = open({ ...lmdbOptions(directory, FIRST_TABLE_NUMBER), readOnly: true });
    try {
      await root.backup(target, true);
    } finally {
      await root.close();
    }
    const copy = await openFile(join(target, LMDB_FILE), 'r');
    try {
      await copy.sync();
    } finally {
      await copy.close();
    }
    await syncDirectory(target);
  } catch (error) {
    throw storageError(error instanceof Error ? error : new Error(String(error)));
  }
}
