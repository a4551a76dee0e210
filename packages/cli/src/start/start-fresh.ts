import { existsSync } from 'node:fs';
import { readdir, rm, rmdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { FILES } from '../data-directory/files.ts';
import { standingOf } from '../data-directory/marker.ts';
import { keyFile } from '../keystore/keystore.ts';
import type { Example } from './example.ts';
import { ADMINISTRATOR, VALIDATOR } from './found-example.ts';

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
 * Removes the example network that a directory holds: exactly the files that `start` made, after
 * checking that the directory is Touchmark's. Keys and files of others stay. The caller holds the
 * directory's lock.
 * @returns files in the ledger's place that it did not know and left.
 */
export async function removeExample(directory: string, example: Example): Promise<string[]> {
  if ((await standingOf(directory)) !== 'ours') return [];
  const left = await removeLedger(directory);
  const keys = resolve(directory, FILES.keys);
  const names = [ADMINISTRATOR, VALIDATOR, ...example.organizations.map(({ id }) => id)];
  const files = names.map((name) => keyFile(keys, name));
  // The genesis file goes last: as long as it is there, the rest is known to belong to it.
  for (const name of [FILES.seeded, FILES.validatorKey, FILES.genesis])
    files.push(resolve(directory, name));
  for (const file of files) await rm(file, { force: true });
  return left;
}
