import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { encodeHex, parseGenesis } from '@touchmark/codec';
import type { VouchedHeader } from '@touchmark/sdk';
import { hasCode } from '../files/has-code.ts';
import { parseJsonObject } from '../files/json-object.ts';
import { writeOutput } from '../files/write-output.ts';

const FOLDER = 'trust';

/** A file for each genesis file: the header that somebody vouched for last. */
function fileOf(keystore: string, genesis: Uint8Array): string {
  return join(keystore, FOLDER, `${encodeHex(parseGenesis(genesis).hash)}.vouched`);
}

/** @throws Error if the file is none of these. */
export async function readVouched(
  keystore: string,
  genesis: Uint8Array,
): Promise<VouchedHeader | undefined> {
  const file = fileOf(keystore, genesis);
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return undefined;
    throw error;
  }
  const { height, hash, atMs } = parseJsonObject(text) ?? {};
  if (typeof height === 'number' && typeof hash === 'string' && typeof atMs === 'number') {
    return { height, hash, atMs };
  }
  throw new Error(`${file} is damaged. Remove it, and renew the trust: touchmark trust renew.`);
}

export async function keepVouched(
  keystore: string,
  genesis: Uint8Array,
  vouched: VouchedHeader,
): Promise<void> {
  await mkdir(join(keystore, FOLDER), { recursive: true, mode: 0o700 });
  await writeOutput(fileOf(keystore, genesis), `${JSON.stringify(vouched)}\n`);
}
