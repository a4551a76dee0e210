import { mkdir, readdir, readFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import {
  decryptKey,
  type EncryptOptions,
  encryptKey,
  type Key,
  type KeystoreInfo,
  readKeystore,
} from '@touchmark/sdk';
import type { Parse } from '../command/parameter.ts';
import { hasCode } from '../files/has-code.ts';
import { writeOutput } from '../files/write-output.ts';
import { KeystoreError } from './keystore-error.ts';

const ENDING = '.key.json';
const NAME = /^[a-z0-9][a-z0-9._-]{0,63}$/;

/** A key in a keystore directory, as far as it shows without its passphrase. */
export interface StoredKey extends KeystoreInfo {
  readonly file: string;
}

export const keyName: Parse<string> = (given) => {
  if (NAME.test(given)) return given;
  throw new RangeError(`a key's name has 1 to 64 characters of a-z 0-9 . _ -, not "${given}".`);
};

/** `--keystore`, else $TOUCHMARK_KEYSTORE (read by the option), else ~/.touchmark. */
export function keystoreDirectory(given: string | undefined): string {
  return resolve(given ?? join(homedir(), '.touchmark'));
}

export function keyFile(directory: string, name: string): string {
  return join(directory, name + ENDING);
}

/** All keys, by name. A directory that does not exist holds none. */
export async function listKeys(directory: string): Promise<StoredKey[]> {
  const files = await readdir(directory).catch((error: unknown) => {
    if (hasCode(error, 'ENOENT')) return [];
    throw error;
  });
  const names = files
    .filter((file) => file.endsWith(ENDING))
    .map((file) => file.slice(0, -ENDING.length));
  return Promise.all(names.sort().map((name) => readStoredKey(directory, name)));
}

/** @throws KeystoreError KEYSTORE_KEY_UNKNOWN, SdkError SDK_KEYSTORE_MALFORMED. */
export async function readStoredKey(directory: string, name: string): Promise<StoredKey> {
  const file = keyFile(directory, name);
  return { ...readKeystore(await readKeyFile(directory, name)), name, file };
}

async function readKeyFile(directory: string, name: string): Promise<string> {
  try {
    return await readFile(keyFile(directory, name), 'utf8');
  } catch (error) {
    if (!hasCode(error, 'ENOENT')) throw error;
    throw new KeystoreError(
      'KEYSTORE_KEY_UNKNOWN',
      `There is no key "${name}" in ${directory}. See those there are with: touchmark key list`,
    );
  }
}

/** Never replaces a key: losing one can mean losing a prefix. */
export async function storeKey(
  directory: string,
  name: string,
  key: Key,
  passphrase: string,
  options: Pick<EncryptOptions, 'cost' | 'notAfterMs'> = {},
): Promise<StoredKey> {
  const text = await encryptKey(key, passphrase, { name, ...options });
  await mkdir(directory, { recursive: true, mode: 0o700 });
  const file = keyFile(directory, name);
  try {
    await writeOutput(file, text, { exclusive: true, secret: true });
  } catch (error) {
    if (!hasCode(error, 'EEXIST')) throw error;
    throw new KeystoreError(
      'KEYSTORE_KEY_EXISTS',
      `There is a key "${name}" in ${directory} already; it was not touched. Choose another name.`,
    );
  }
  const { algorithm, publicKey, keyId } = key;
  const { notAfterMs } = options;
  return { name, algorithm, publicKey, keyId, file, notAfterMs };
}

export async function openKey(directory: string, name: string, passphrase: string): Promise<Key> {
  return decryptKey(await readKeyFile(directory, name), passphrase);
}

/** The key that a command signs with: the one named, else the only one there is. */
export async function chooseKey(directory: string, name: string | undefined): Promise<StoredKey> {
  if (name !== undefined) return readStoredKey(directory, name);
  const [only, ...others] = await listKeys(directory);
  if (only === undefined) {
    throw new KeystoreError(
      'KEYSTORE_EMPTY',
      `There are no keys in ${directory}. Make one with: touchmark key create NAME`,
    );
  }
  if (others.length === 0) return only;
  const names = [only, ...others].slice(0, 5).map((key) => key.name);
  throw new KeystoreError(
    'KEYSTORE_KEY_AMBIGUOUS',
    `There are ${others.length + 1} keys in ${directory} (${names.join(', ')} …). Say which with --key NAME.`,
  );
}
