import { randomBytes } from 'node:crypto';
import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { generateKey, type Key } from '@touchmark/sdk';
import { hasCode } from '../files/has-code.ts';
import { writeOutput } from '../files/write-output.ts';
import { KeystoreError } from '../keystore/keystore-error.ts';
import { openKey, storeKey } from '../keystore/keystore.ts';
import { PASSPHRASE_FILE } from '../keystore/passphrase.ts';

/**
 * The passphrase lies beside the keys and has 192 random bits: a costly derivation would protect
 * nothing.
 */
const DERIVATION_COST = 2 ** 10;
const PASSPHRASE_BYTES = 24;

/**
 * Keys of the example's organizations: made when first asked for, in a keystore that opens without
 * being asked.
 */
export class ExampleKeys {
  readonly directory: string;
  readonly #passphrase: string;
  readonly #keys = new Map<string, Key>();

  private constructor(directory: string, passphrase: string) {
    this.directory = directory;
    this.#passphrase = passphrase;
  }

  static async open(directory: string): Promise<ExampleKeys> {
    await mkdir(directory, { recursive: true, mode: 0o700 });
    const file = join(directory, PASSPHRASE_FILE);
    const fresh = randomBytes(PASSPHRASE_BYTES).toString('base64url');
    try {
      await writeOutput(file, `${fresh}\n`, { exclusive: true, secret: true });
    } catch (error) {
      if (!hasCode(error, 'EEXIST')) throw error;
    }
    return new ExampleKeys(directory, (await readFile(file, 'utf8')).trim());
  }

  async get(name: string): Promise<Key> {
    const known = this.#keys.get(name);
    if (known !== undefined) return known;
    const key = await this.#openOrMake(name);
    this.#keys.set(name, key);
    return key;
  }

  async #openOrMake(name: string): Promise<Key> {
    try {
      return await openKey(this.directory, name, this.#passphrase);
    } catch (error) {
      if (!(error instanceof KeystoreError)) throw error;
    }
    const key = generateKey();
    await storeKey(this.directory, name, key, this.#passphrase, { cost: DERIVATION_COST });
    return key;
  }
}
