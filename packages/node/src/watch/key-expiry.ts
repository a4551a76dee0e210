import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** A key that ends at a time. */
export interface KeyExpiry {
  /** What its owner calls it, or its id. */
  readonly name: string;
  readonly notAfterMs: number;
  /** Who says so: the key's own file, or the ledger. */
  readonly source: string;
}

/**
 * Tells which keys end when. What else knows of validity, such as the ledger's state, is one more
 * of these.
 */
export type KeyExpirySource = () => Promise<readonly KeyExpiry[]>;

const ENDING = '.key.json';

/** Keys of a keystore directory whose files say until when they are meant to be used. */
export function keystoreExpiry(directory: string): KeyExpirySource {
  return async () => {
    const files = await readdir(directory).catch(() => []);
    const keys = files.filter((file) => file.endsWith(ENDING)).sort();
    const found = await Promise.all(keys.map((file) => expiryOf(join(directory, file))));
    return found.filter((key) => key !== undefined);
  };
}

async function expiryOf(file: string): Promise<KeyExpiry | undefined> {
  try {
    const document: unknown = JSON.parse(await readFile(file, 'utf8'));
    if (typeof document !== 'object' || document === null) return undefined;
    const notAfter: unknown = Reflect.get(document, 'notAfter');
    const keyId: unknown = Reflect.get(document, 'keyId');
    const notAfterMs = typeof notAfter === 'string' ? Date.parse(notAfter) : Number.NaN;
    if (Number.isNaN(notAfterMs) || typeof keyId !== 'string') return undefined;
    return { name: keyId, notAfterMs, source: 'keystore' };
  } catch {
    // A file that is no keystore is the business of whoever uses it.
    return undefined;
  }
}
