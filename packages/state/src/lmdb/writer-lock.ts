import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { StateError } from '../state-error.ts';
import { LOCK_FILE } from './layout.ts';

/**
 * Makes sure that one process at a time writes to a store. Node has no file locks of its own, but SQLite takes one that
 * the kernel drops when the process ends, however it ends; so there is nothing stale to clean up.
 */
export class WriterLock {
  private readonly database: DatabaseSync;

  /** Throws STATE_LOCKED if another process, or this one, has the store open for writing. */
  constructor(directory: string) {
    this.database = new DatabaseSync(join(directory, LOCK_FILE), { timeout: 0 });
    try {
      this.database.exec('PRAGMA journal_mode = MEMORY');
      this.database.exec('PRAGMA locking_mode = EXCLUSIVE');
      this.database.exec('BEGIN EXCLUSIVE');
    } catch (cause) {
      this.database.close();
      throw new StateError(
        'STATE_LOCKED',
        `Another process writes to the store in ${directory}. Stop it first, or use another folder.`,
        { cause },
      );
    }
  }

  release(): void {
    this.database.close();
  }
}
