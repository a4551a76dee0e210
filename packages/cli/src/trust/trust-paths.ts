import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { encodeHex, equalBytes, parseGenesis } from '@touchmark/codec';
import { hasCode } from '../files/has-code.ts';
import { writeOutput } from '../files/write-output.ts';

const FOLDER = 'trust';

/** A file for each genesis file: how trust came from it to the validators of today. */
function fileOf(keystore: string, genesis: Uint8Array): string {
  return join(keystore, FOLDER, `${encodeHex(parseGenesis(genesis).hash)}.path`);
}

/** What an earlier command came to; it is checked again by whoever uses it. */
export async function readTrustPath(
  keystore: string,
  genesis: Uint8Array,
): Promise<Uint8Array | undefined> {
  try {
    return new Uint8Array(await readFile(fileOf(keystore, genesis)));
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return undefined;
    throw error;
  }
}

/** Keeps it if it says more than what is there. */
export async function keepTrustPath(
  keystore: string,
  genesis: Uint8Array,
  path: Uint8Array,
  known: Uint8Array | undefined,
): Promise<void> {
  const isEmpty = path.length <= 1;
  if (isEmpty || (known !== undefined && equalBytes(known, path))) return;
  await mkdir(join(keystore, FOLDER), { recursive: true, mode: 0o700 });
  await writeOutput(fileOf(keystore, genesis), path);
}
