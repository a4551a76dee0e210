import { gcm } from '@noble/ciphers/aes.js';
import { scryptAsync } from '@noble/hashes/scrypt.js';
import { encode, encodeBase64, encodeHex, encodeUtf8, equalBytes } from '@touchmark/codec';
import type { SignatureAlgorithm } from '@touchmark/crypto';
import { SdkError } from '../sdk-error.ts';
import { type Key, keyOf } from './key.ts';
import { type Derivation, KEYSTORE_FORMAT, parseKeystore } from './keystore-document.ts';

/** 128 MiB and about half a second: what a guess at the passphrase costs. */
const DEFAULT_COST = 2 ** 17;
const BLOCK_SIZE = 8;
const PARALLELIZATION = 1;
const SALT_BYTES = 32;
const NONCE_BYTES = 12;
const AES_KEY_BYTES = 32;

/** What of a keystore can be read without its passphrase. */
export interface KeystoreInfo {
  /** What its owner calls it; may be empty. */
  name: string;
  algorithm: SignatureAlgorithm;
  publicKey: Uint8Array;
  keyId: Uint8Array;
  /** Until when its owner means to use it, milliseconds since 1970; undefined: nothing is said. */
  notAfterMs?: number | undefined;
}

export interface EncryptOptions {
  /** What the owner calls the key; not secret. */
  name?: string;
  /**
   * Until when the key is meant to be used, milliseconds since 1970: a reminder for its owner.
   * What the
   * ledger accepts is decided there.
   */
  notAfterMs?: number | undefined;
  /**
   * scrypt's N, a power of two; default 2^17. Lower it only where the file never leaves the
   * machine.
   */
  cost?: number;
}

async function derive(passphrase: string, derivation: Derivation): Promise<Uint8Array> {
  const { cost: N, blockSize: r, parallelization: p, salt } = derivation;
  return scryptAsync(encodeUtf8(passphrase.normalize('NFC')), salt, {
    N,
    r,
    p,
    dkLen: AES_KEY_BYTES,
    maxmem: 128 * N * r + 128 * r * (p + 2) + 1024,
  });
}

/**
 * Everything that is not encrypted is authenticated: nobody can swap the public key or weaken the
 * derivation.
 */
function associatedData(
  algorithm: SignatureAlgorithm,
  publicKey: Uint8Array,
  derivation: Derivation,
): Uint8Array {
  const { cost, blockSize, parallelization, salt } = derivation;
  return encode([KEYSTORE_FORMAT, algorithm, publicKey, cost, blockSize, parallelization, salt]);
}

/**
 * Encrypts a key with a passphrase: scrypt and AES-256-GCM, as JSON text for a file
 * (spec/keystore.md).
 *
 * @example
 * const text = await encryptKey(generateKey(), passphrase, { name: 'acme, plant 2' });
 */
export async function encryptKey(
  key: Key,
  passphrase: string,
  { name = '', notAfterMs, cost = DEFAULT_COST }: EncryptOptions = {},
): Promise<string> {
  const salt = crypto.getRandomValues(new Uint8Array(SALT_BYTES));
  const nonce = crypto.getRandomValues(new Uint8Array(NONCE_BYTES));
  const derivation = { cost, blockSize: BLOCK_SIZE, parallelization: PARALLELIZATION, salt };
  const secret = await derive(passphrase, derivation);
  const associated = associatedData(key.algorithm, key.publicKey, derivation);
  const ciphertext = gcm(secret, nonce, associated).encrypt(key.secretKey);
  const document = {
    touchmark: KEYSTORE_FORMAT,
    name,
    algorithm: key.algorithm,
    publicKey: encodeBase64(key.publicKey),
    keyId: encodeHex(key.keyId),
    ...(notAfterMs === undefined ? {} : { notAfter: new Date(notAfterMs).toISOString() }),
    kdf: {
      name: 'scrypt',
      n: cost,
      r: BLOCK_SIZE,
      p: PARALLELIZATION,
      salt: encodeBase64(salt),
    },
    cipher: { name: 'aes-256-gcm', nonce: encodeBase64(nonce) },
    ciphertext: encodeBase64(ciphertext),
  };
  return `${JSON.stringify(document, null, 2)}\n`;
}

/** Reads what a keystore says without its passphrase. Throws SdkError SDK_KEYSTORE_MALFORMED. */
export function readKeystore(text: string): KeystoreInfo {
  const { name, algorithm, publicKey, keyId, notAfterMs } = parseKeystore(text);
  return { name, algorithm, publicKey, keyId, ...(notAfterMs === undefined ? {} : { notAfterMs }) };
}

/**
 * Opens a keystore.
 *
 * @throws SdkError SDK_KEYSTORE_PASSPHRASE if the passphrase is wrong or the file was changed,
 *   SDK_KEYSTORE_MALFORMED if it is no keystore.
 */
export async function decryptKey(text: string, passphrase: string): Promise<Key> {
  const { algorithm, publicKey, derivation, nonce, ciphertext } = parseKeystore(text);
  const secret = await derive(passphrase, derivation);
  const associated = associatedData(algorithm, publicKey, derivation);
  let secretKey: Uint8Array;
  try {
    secretKey = gcm(secret, nonce, associated).decrypt(ciphertext);
  } catch (cause) {
    throw new SdkError(
      'SDK_KEYSTORE_PASSPHRASE',
      'The passphrase does not open this keystore. Check it; if it is right, the file was damaged.',
      { cause },
    );
  }
  const key = keyOf(algorithm, secretKey);
  if (equalBytes(key.publicKey, publicKey)) return key;
  throw new SdkError('SDK_KEYSTORE_MALFORMED', 'The keystore holds another key than it says.');
}
