import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { optional } from '../command/parameter.ts';
import { text } from '../command/parse.ts';

export const SCRATCH_OPTION = {
  scratch: optional(
    '--scratch <directory>',
    'where the replayed state is kept meanwhile; it takes about as much room as the ledger',
    text,
    { otherwise: "the system's directory for temporary files" },
  ),
};

/** Runs work with an empty directory that is removed afterwards. */
export async function withScratch<T>(
  parent: string | undefined,
  work: (directory: string) => Promise<T>,
): Promise<T> {
  const directory = await mkdtemp(join(resolve(parent ?? tmpdir()), 'touchmark-replay-'));
  try {
    return await work(directory);
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}
