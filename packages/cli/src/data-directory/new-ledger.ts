import { existsSync } from 'node:fs';
import { open, readFile, rename, rm } from 'node:fs/promises';
import { resolve } from 'node:path';
import { equalBytes } from '@touchmark/codec';
import { writeOutput } from '../files/write-output.ts';
import { DataDirectoryError } from './data-directory-error.ts';
import { FILES } from './files.ts';
import { lockDataDirectory } from './lock.ts';
import { prepareDataDirectory } from './marker.ts';

/** A ledger that is being made. Until `finish` no node starts in its data directory. */
export interface NewLedger {
  readonly directory: string;
  /** Directory for its store; what the same purpose left there is still in it. */
  readonly store: string;
  /** The one moment from which there is a ledger. */
  finish(): Promise<void>;
  /** The same, with no ledger: the node fetches it from others. */
  finishWithout(): Promise<void>;
  /** Gives the data directory free, finished or not. */
  release(): void;
}

/**
 * Takes a data directory for a ledger that comes from elsewhere: a new one, an empty one, or one
 * that was prepared for
 * the same network and never ran.
 * @throws DataDirectoryError DATA_DIRECTORY_NOT_EMPTY, DATA_DIRECTORY_OTHER_CHAIN,
 * DATA_DIRECTORY_FOREIGN
 */
export async function beginLedger(
  data: string,
  genesis: Uint8Array,
  purpose: Readonly<Record<string, string>>,
): Promise<NewLedger> {
  const directory = resolve(data);
  const at = (name: string): string => resolve(directory, name);
  await prepareDataDirectory(directory);
  const release = lockDataDirectory(directory);
  try {
    requireNoLedger(at(FILES.ledger), directory);
    await requireGenesis(at(FILES.genesis), genesis);
    const store = at(FILES.unfinished);
    const text = `${JSON.stringify(purpose)}\n`;
    if ((await textOf(at(FILES.purpose))) !== text)
      await rm(store, { recursive: true, force: true });
    await writeOutput(at(FILES.purpose), text);
    const finish = async (): Promise<void> => {
      if (!existsSync(at(FILES.genesis))) await writeOutput(at(FILES.genesis), genesis);
      await rename(store, at(FILES.ledger));
      await rm(at(FILES.purpose), { force: true });
      await syncPath(directory);
    };
    const finishWithout = async (): Promise<void> => {
      if (!existsSync(at(FILES.genesis))) await writeOutput(at(FILES.genesis), genesis);
      await rm(at(FILES.purpose), { force: true });
      await rm(store, { recursive: true, force: true });
      await syncPath(directory);
    };
    return { directory, store, finish, finishWithout, release };
  } catch (error) {
    release();
    throw error;
  }
}

function requireNoLedger(ledger: string, directory: string): void {
  if (!existsSync(ledger)) return;
  throw new DataDirectoryError(
    'DATA_DIRECTORY_NOT_EMPTY',
    `${directory} holds a ledger already; nothing was touched. Give a new directory with --data.`,
  );
}

async function requireGenesis(file: string, genesis: Uint8Array): Promise<void> {
  if (!existsSync(file) || equalBytes(await readFile(file), genesis)) return;
  throw new DataDirectoryError(
    'DATA_DIRECTORY_OTHER_CHAIN',
    `${file} is the genesis of another network than what is to be put there; nothing was touched. ` +
      'Give another directory with --data.',
  );
}

async function textOf(file: string): Promise<string | undefined> {
  return existsSync(file) ? readFile(file, 'utf8') : undefined;
}

/** Makes a file, or the entries of a directory, durable. */
export async function syncPath(path: string): Promise<void> {
  const handle = await open(path, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
