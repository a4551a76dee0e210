import { open } from 'node:fs/promises';
import { StateError } from '../state-error.ts';
import { readMeta, UNWRITTEN_PAGES } from './meta-page.ts';

/**
 * Refuses a file that is shorter than it says. LMDB maps it without looking, and reading beyond
 * its end kills the process
 * (SIGBUS) or, worse, finds fewer records than there were.
 */
export async function checkFileLength(path: string): Promise<void> {
  const file = await open(path, 'r');
  try {
    const { size } = await file.stat();
    const first = await readMeta(file, 0);
    if (first === null) throw cut(path, 'it has no valid beginning');
    const second = await readMeta(file, first.pageBytes);
    const newest = second !== null && second.transaction > first.transaction ? second : first;
    const expected = (newest.lastPage + 1 - UNWRITTEN_PAGES) * newest.pageBytes;
    if (size < expected) throw cut(path, `${size} bytes are left of at least ${expected}`);
  } finally {
    await file.close();
  }
}

function cut(path: string, what: string): StateError {
  return new StateError(
    'STATE_CORRUPT',
    `The file ${path} was cut: ${what}. Restore the store from a backup or from another node.`,
  );
}
