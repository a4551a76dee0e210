import { existsSync } from 'node:fs';
import { open, readdir, rm, rmdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { DataDirectoryError } from '../data-directory/data-directory-error.ts';
import { FILES } from '../data-directory/files.ts';
import { standingOf } from '../data-directory/marker.ts';
import { keyFile } from '../keystore/keystore.ts';
import type { Example } from './example.ts';
import { ADMINISTRATOR, VALIDATOR } from './found-example.ts';
import { readSeeding, type Seeding, writeSeeding } from './seeding-record.ts';

/** What the store of the ledger consists of. */
const LEDGER_FILE = /^(data\.mdb|lock\.mdb|writer\.lock(-journal)?|\d+-\d+\.tree(\.part)?)$/;

async function removeLedger(directory: string): Promise<string[]> {
  const ledger = resolve(directory, FILES.ledger);
  if (!existsSync(ledger)) return [];
  const entries = await readdir(ledger);
  const known = entries.filter((name) => LEDGER_FILE.test(name));
  for (const name of known) await rm(join(ledger, name));
  if (known.length === entries.length) await rmdir(ledger);
  return entries.filter((name) => !known.includes(name)).map((name) => join(FILES.ledger, name));
}

/**
 * Only what `start` founded may be removed: in a directory that `touchmark node init` prepared lies
 * perhaps the only copy of a network's ledger and of its validator's key.
 * @returns the record of the example; undefined if the directory holds no network at all.
 */
async function requireExample(directory: string): Promise<Seeding | undefined> {
  const seeding = await readSeeding(directory);
  if (seeding !== undefined) return seeding;
  const { genesis, ledger, validatorKey, configuration } = FILES;
  const found = [genesis, ledger, validatorKey, configuration].filter((name) =>
    existsSync(resolve(directory, name)),
  );
  if (found.length === 0) return undefined;
  throw new DataDirectoryError(
    'DATA_DIRECTORY_FOREIGN',
    `${directory} holds a network that is not the example (${found.join(', ')}, but no ${FILES.seeded}); ` +
      'nothing was touched. --fresh removes examples alone: give another directory with --data.',
  );
}

/**
 * Removes the example network that a directory holds: exactly the files that `start` made. Keys and
 * files of others stay. The caller holds the directory's lock.
 *
 * Killed at any point it leaves what can be removed again, and nothing that passes for a complete
 * example: the record says first that it is incomplete, and goes last. Without its genesis file
 * nobody takes the rest of a ledger for a ledger.
 * @returns files in the ledger's place that it did not know and left.
 * @throws DataDirectoryError DATA_DIRECTORY_FOREIGN for a network that is no example.
 */
export async function removeExample(directory: string, example: Example): Promise<string[]> {
  if ((await standingOf(directory)) !== 'ours') return [];
  const seeding = await requireExample(directory);
  if (seeding === undefined) return [];
  await writeSeeding(directory, { ...seeding, complete: false });
  await syncDirectory(directory);
  for (const name of [FILES.genesis, FILES.founded]) await removeFile(resolve(directory, name));
  await syncDirectory(directory);
  const left = await removeLedger(directory);
  const keys = resolve(directory, FILES.keys);
  const names = [ADMINISTRATOR, VALIDATOR, ...example.organizations.map(({ id }) => id)];
  for (const name of names) await removeFile(keyFile(keys, name));
  await removeFile(resolve(directory, FILES.validatorKey));
  await syncDirectory(directory);
  await removeFile(resolve(directory, FILES.seeded));
  return left;
}

function removeFile(path: string): Promise<void> {
  return rm(path, { force: true });
}

/** Makes the names in a directory durable, so that a power cut can not undo a step but its last. */
async function syncDirectory(path: string): Promise<void> {
  // Windows can't open a directory, and orders its names by itself.
  if (process.platform === 'win32') return;
  const directory = await open(path, 'r');
  try {
    await directory.sync();
  } finally {
    await directory.close();
  }
}
