import { appendFile, open } from 'node:fs/promises';
import { StateError } from '../state-error.ts';
import { type ReadableFile, readMeta, UNWRITTEN_PAGES } from './meta-page.ts';

/** What of an open file this needs; tests put a growing one in its place. */
export interface MeasuredFile extends ReadableFile {
  stat(): Promise<{ size: number }>;
}

/**
 * Refuses a file that is much shorter than it says, and fills up one that lacks little. LMDB maps it without looking,
 * and reading beyond its end kills the process (SIGBUS) or, worse, finds fewer records than there were. If what was
 * filled up had been in use, it is a page of zeros now, which LMDB, the start or the scrub refuse.
 */
export async function checkFileLength(path: string): Promise<void> {
  const file = await open(path, 'r');
  try {
    const missing = await missingBytes(file, path);
    // Appending never overwrites, not even what another process has appended just now.
    if (missing > 0) await appendFile(path, new Uint8Array(missing));
  } finally {
    await file.close();
  }
}

/** Bytes that the file lacks; throws STATE_CORRUPT if it lacks more than LMDB may leave unwritten. */
export async function missingBytes(file: MeasuredFile, path: string): Promise<number> {
  const first = await readMeta(file, 0);
  if (first === null) throw cut(path, 'it has no valid beginning');
  const second = await readMeta(file, first.pageBytes);
  // After the metas: a writer lets the file grow before it says so in them.
  const { size } = await file.stat();
  const newest = second !== null && second.transaction > first.transaction ? second : first;
  const expected = (newest.lastPage + 1) * newest.pageBytes;
  const least = expected - UNWRITTEN_PAGES * newest.pageBytes;
  if (size < least) throw cut(path, `${size} bytes are left of at least ${least}`);
  return Math.max(0, expected - size);
}

function cut(path: string, what: string): StateError {
  return new StateError(
    'STATE_CORRUPT',
    `The file ${path} was cut: ${what}. Restore the store from a backup or from another node.`,
  );
}
