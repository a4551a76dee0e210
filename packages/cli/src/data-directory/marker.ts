import { mkdir, readdir, readFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { hasCode } from '../files/has-code.ts';
import { parseJsonObject } from '../files/json-object.ts';
import { writeOutput } from '../files/write-output.ts';
import { DataDirectoryError } from './data-directory-error.ts';
import { FILES } from './files.ts';

const FORMAT = 'data-directory/1';

/** What a kill has left of a marker that was being written. */
const UNFINISHED = new RegExp(`^${FILES.marker.replaceAll('.', '\\.')}\\.\\d+\\.new$`);

type Standing = 'missing' | 'empty' | 'ours';

async function entriesOf(directory: string): Promise<string[] | undefined> {
  try {
    return await readdir(directory);
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return undefined;
    throw error;
  }
}

/** @throws DataDirectoryError for a directory with anything in it that is not marked as ours. */
export async function standingOf(directory: string): Promise<Standing> {
  const entries = await entriesOf(directory);
  if (entries === undefined) return 'missing';
  if (entries.every((name) => UNFINISHED.test(name))) return 'empty';
  if (!entries.includes(FILES.marker)) {
    throw new DataDirectoryError(
      'DATA_DIRECTORY_FOREIGN',
      `${directory} holds files that are not Touchmark's (${entries.slice(0, 3).join(', ')} …); nothing was touched. ` +
        'Give another directory with --data.',
    );
  }
  const marker = parseJsonObject(await readFile(resolve(directory, FILES.marker), 'utf8'));
  if (marker?.['touchmark'] !== FORMAT) {
    throw new DataDirectoryError(
      'DATA_DIRECTORY_VERSION',
      `${directory} was made by another version of Touchmark (its ${FILES.marker} is not of ${FORMAT}). ` +
        'Use that version, or give another directory with --data.',
    );
  }
  return 'ours';
}

/**
 * Makes the directory, for its owner alone, and marks it. Does nothing to one that is ours already.
 */
export async function prepareDataDirectory(directory: string): Promise<void> {
  const standing = await standingOf(directory);
  if (standing === 'ours') return;
  if (standing === 'missing') {
    // Its parents first: Node's own recursion never ends where a directory can't be made (/proc).
    await mkdir(dirname(directory), { recursive: true });
    await mkdir(directory, { mode: 0o700 });
  }
  const marker = { touchmark: FORMAT, created: new Date().toISOString() };
  await writeOutput(resolve(directory, FILES.marker), `${JSON.stringify(marker, null, 2)}\n`);
}
