import {
  generateSecretKey,
  keyId,
  publicKeyOf,
  SECRET_KEY_BYTES,
  type SignatureAlgorithm,
} from '@touchmark/crypto';
import { SdkError } from '../sdk-error.ts';

/** A key pair. Keep `secretKey` out of logs; `encryptKey` makes a file of it. */
export interface Key {
  readonly algorithm: SignatureAlgorithm;
  /** 32 bytes. */
  readonly secretKey: Uint8Array;
  readonly publicKey: Uint8Array;
  /** What the ledger and transactions call it: 20 bytes. */
  readonly keyId: Uint8Array;
}

/**
 * Makes a new key from the system's randomness.
 *
 * @example
 * const key = generateKey();
 * await writeFile('acme.key.json', await encryptKey(key, passphrase));
 */
export function generateKey(algorithm: SignatureAlgorithm = 'ed25519'): Key {
  return keyOf(algorithm, generateSecretKey(algorithm));
}

/** The key pair of a secret key. Throws SdkError SDK_KEY_INVALID if it is none. */
export function keyOf(algorithm: SignatureAlgorithm, secretKey: Uint8Array): Key {
  if (secretKey.length !== SECRET_KEY_BYTES) {
    throw new SdkError(
      'SDK_KEY_INVALID',
      `A secret key has ${SECRET_KEY_BYTES} bytes, not ${secretKey.length}.`,
    );
  }
  try {
    const publicKey = publicKeyOf(algorithm, secretKey);
    return { algorithm, secretKey, publicKey, keyId: keyId(algorithm, publicKey) };
  } catch (cause) {
    throw new SdkError('SDK_KEY_INVALID', `These bytes are no secret key of ${algorithm}.`, {
      cause,
    });
  }
}
