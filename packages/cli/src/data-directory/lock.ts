import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { hasCode } from '../files/has-code.ts';
import { parseJsonObject } from '../files/json-object.ts';
import { DataDirectoryError } from './data-directory-error.ts';
import { FILES } from './files.ts';

/** What a process does in a data directory. */
export type Work = 'node' | 'command';

export interface Owner {
  readonly pid: number;
  readonly work: Work;
  /**
   * When that process started, in the system's own count; tells it from a later one with the same
   * number.
   */
  readonly started: string;
}

/** Field 22 of /proc/PID/stat (proc(5)); empty where there is no /proc. */
function startOf(pid: number): string {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? '';
  } catch {
    return '';
  }
}

function isAlive(owner: Owner): boolean {
  try {
    process.kill(owner.pid, 0);
  } catch (error) {
    // EPERM: it lives, and belongs to another user.
    if (!hasCode(error, 'EPERM')) return false;
  }
  return startOf(owner.pid) === owner.started;
}

function ownerOf(file: string): Owner | undefined {
  try {
    const { pid, started, work } = parseJsonObject(readFileSync(file, 'utf8')) ?? {};
    if (typeof pid !== 'number' || typeof started !== 'string') return undefined;
    return { pid, started, work: work === 'node' ? work : 'command' };
  } catch {
    return undefined;
  }
}

function missing(directory: string): DataDirectoryError {
  return new DataDirectoryError(
    'DATA_DIRECTORY_MISSING',
    `There is no data directory ${directory}. Check the path, or prepare one with: touchmark node init`,
  );
}

/** The living process that works in a data directory. */
export function lockOwner(directory: string): Owner | undefined {
  const owner = ownerOf(resolve(directory, FILES.lock));
  return owner !== undefined && isAlive(owner) ? owner : undefined;
}

export const isLocked = (directory: string): boolean => lockOwner(directory) !== undefined;

/**
 * Makes this process the only one that works in a data directory. A lock that a killed process left
 * is taken over.
 * @returns what gives the directory free.
 */
export function lockDataDirectory(directory: string, work: Work = 'command'): () => void {
  const file = resolve(directory, FILES.lock);
  const content = JSON.stringify({ pid: process.pid, started: startOf(process.pid), work });
  for (;;) {
    try {
      writeFileSync(file, content, { flag: 'wx', mode: 0o600 });
      return () => rmSync(file, { force: true });
    } catch (error) {
      if (hasCode(error, 'ENOENT')) throw missing(directory);
      if (!hasCode(error, 'EEXIST')) throw error;
    }
    const owner = ownerOf(file);
    if (owner !== undefined && isAlive(owner)) {
      throw new DataDirectoryError(
        'DATA_DIRECTORY_IN_USE',
        `Process ${owner.pid} is using ${directory}. Stop it first, or give another directory with --data.`,
      );
    }
    rmSync(file, { force: true });
  }
}
