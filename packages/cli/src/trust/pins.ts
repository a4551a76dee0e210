import { mkdir, readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { decodeBase64, encodeBase64, encodeHex, parseGenesis } from '@touchmark/codec';
import { hasCode } from '../files/has-code.ts';
import { parseJsonObject } from '../files/json-object.ts';
import { writeOutput } from '../files/write-output.ts';

const FOLDER = 'trust';

/** A genesis file that was taken from a node on first use and is relied on since. */
export interface Pin {
  readonly url: string;
  readonly chainId: string;
  /** SHA-256 of the genesis file, hexadecimal. */
  readonly hash: string;
  /** When it was first seen, RFC 3339. */
  readonly since: string;
  readonly genesis: Uint8Array;
}

/** A file name for an address: what is no letter, digit, dot or dash becomes _. */
function fileOf(keystore: string, url: string): string {
  return join(
    keystore,
    FOLDER,
    `${url.replace(/^https?:\/\//, '').replace(/[^A-Za-z0-9.-]/g, '_')}.json`,
  );
}

async function readPinFile(file: string): Promise<Pin | undefined> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return undefined;
    throw error;
  }
  const { url, since, genesis } = parseJsonObject(text) ?? {};
  const bytes = typeof genesis === 'string' ? decodeBase64(genesis) : undefined;
  if (typeof url !== 'string' || typeof since !== 'string' || bytes === undefined) {
    throw new Error(`${file} is damaged. Remove it if you know why, and trust the network anew.`);
  }
  const { chainId, hash } = parseGenesis(bytes);
  return { url, chainId, hash: encodeHex(hash), since, genesis: bytes };
}

export function readPin(keystore: string, url: string): Promise<Pin | undefined> {
  return readPinFile(fileOf(keystore, url));
}

export async function writePin(keystore: string, url: string, genesis: Uint8Array): Promise<void> {
  await mkdir(join(keystore, FOLDER), { recursive: true, mode: 0o700 });
  const { chainId } = parseGenesis(genesis);
  const document = {
    url,
    chainId,
    since: new Date().toISOString(),
    genesis: encodeBase64(genesis),
  };
  await writeOutput(fileOf(keystore, url), `${JSON.stringify(document, null, 2)}\n`);
}

export async function listPins(keystore: string): Promise<Pin[]> {
  const folder = join(keystore, FOLDER);
  const names = await readdir(folder).catch((error: unknown) => {
    if (hasCode(error, 'ENOENT')) return [];
    throw error;
  });
  const files = names.filter((name) => name.endsWith('.json')).sort();
  const pins = await Promise.all(files.map((name) => readPinFile(join(folder, name))));
  return pins.filter((pin) => pin !== undefined);
}

/** @returns false if there was none. */
export async function forgetPin(keystore: string, url: string): Promise<boolean> {
  if ((await readPin(keystore, url)) === undefined) return false;
  await rm(fileOf(keystore, url));
  return true;
}
