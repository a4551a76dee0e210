import { existsSync, truncateSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { StateError } from '../state-error.ts';
import { LOCK_FILE } from './layout.ts';

/** What SQLite says, by its primary codes. */
const SQLITE_BUSY = 5;
const SQLITE_CORRUPT = 11;
const SQLITE_NOTADB = 26;

/**
 * Makes sure that one process at a time writes to a store. Node has no file locks of its own, but SQLite takes one that
 * the kernel drops when the process ends, however it ends; so there is nothing stale to clean up.
 */
export class WriterLock {
  private readonly database: DatabaseSync;

  /** Throws STATE_LOCKED if another process, or this one, has the store open for writing. */
  constructor(directory: string) {
    const path = join(directory, LOCK_FILE);
    try {
      this.database = lockedDatabase(path, directory);
    } catch (error) {
      if (![SQLITE_CORRUPT, SQLITE_NOTADB].includes(sqliteCode(error))) throw error;
      // SQLite has read it, so nobody holds it. Not removed but emptied: who takes it just now keeps his lock.
      truncateSync(path);
      this.database = lockedDatabase(path, directory);
    }
  }

  release(): void {
    this.database.close();
  }
}

/** Throws STATE_LOCKED if the store in a directory is open for writing; changes nothing there. */
export function requireUnlocked(directory: string): void {
  if (existsSync(join(directory, LOCK_FILE))) new WriterLock(directory).release();
}

function lockedDatabase(path: string, directory: string): DatabaseSync {
  const database = new DatabaseSync(path, { timeout: 0 });
  try {
    database.exec('PRAGMA journal_mode = MEMORY');
    database.exec('PRAGMA locking_mode = EXCLUSIVE');
    database.exec('BEGIN EXCLUSIVE');
    return database;
  } catch (cause) {
    database.close();
    if (sqliteCode(cause) !== SQLITE_BUSY) throw cause;
    throw new StateError(
      'STATE_LOCKED',
      `Another process writes to the store in ${directory}. Stop it first, or use another folder.`,
      { cause },
    );
  }
}

/** Primary result code of an error of SQLite's; NaN for others. */
function sqliteCode(error: unknown): number {
  const { errcode = NaN } = error as { errcode?: number };
  return errcode % 256;
}
