import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { FILES } from '../data-directory/files.ts';
import { hasCode } from '../files/has-code.ts';
import { parseJsonObject } from '../files/json-object.ts';
import { writeOutput } from '../files/write-output.ts';

/** Which example a data directory was founded for, and whether all of it has been registered. */
export interface Seeding {
  readonly example: string;
  readonly complete: boolean;
}

export async function writeSeeding(directory: string, seeding: Seeding): Promise<void> {
  await writeOutput(resolve(directory, FILES.seeded), `${JSON.stringify(seeding, null, 2)}\n`);
}

/** Undefined for a network that was not founded as an example: nothing is seeded into that. */
export async function readSeeding(directory: string): Promise<Seeding | undefined> {
  try {
    const document = parseJsonObject(await readFile(resolve(directory, FILES.seeded), 'utf8'));
    const { example, complete } = document ?? {};
    return typeof example === 'string' ? { example, complete: complete === true } : undefined;
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return undefined;
    throw error;
  }
}
