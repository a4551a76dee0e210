import { encodeHex } from '@touchmark/codec';
import {
  keyId as keyIdOf,
  PUBLIC_KEY_BYTES,
  SECRET_KEY_BYTES,
  SIGNATURE_ALGORITHMS,
  type SignatureAlgorithm,
} from '@touchmark/crypto';
import { JsonReader } from '../json/json-reader.ts';
import { SdkError } from '../sdk-error.ts';

/** First member of every keystore file, and bound into its encryption. */
export const KEYSTORE_FORMAT = 'touchmark/keystore/1';
const TAG_BYTES = 16;
const NONCE_BYTES = 12;
/** Bounds on what a file may make its reader do: at most 1 GiB of memory. */
const MIN_COST = 2;
const MAX_COST = 2 ** 20;
const MAX_BLOCK_SIZE = 8;
const MAX_PARALLELIZATION = 4;
const MAX_TEXT_LENGTH = 8192;

/** How the passphrase becomes a key: scrypt (RFC 7914). */
export interface Derivation {
  /** N, a power of two. */
  cost: number;
  /** r */
  blockSize: number;
  /** p */
  parallelization: number;
  salt: Uint8Array;
}

/** A keystore file, read but not opened. */
export interface KeystoreDocument {
  name: string;
  algorithm: SignatureAlgorithm;
  publicKey: Uint8Array;
  keyId: Uint8Array;
  /** Until when its owner means to use it; milliseconds since 1970. */
  notAfterMs: number | undefined;
  derivation: Derivation;
  nonce: Uint8Array;
  ciphertext: Uint8Array;
}

function malformed(problem: string): SdkError {
  return new SdkError(
    'SDK_KEYSTORE_MALFORMED',
    `This is no keystore that can be read: ${problem}.`,
  );
}

function readDerivation(kdf: JsonReader): Derivation {
  kdf.member('name').word(['scrypt']);
  const cost = kdf.member('n').integer(MIN_COST, MAX_COST);
  if (!Number.isInteger(Math.log2(cost))) throw malformed('kdf.n is no power of two');
  return {
    cost,
    blockSize: kdf.member('r').integer(1, MAX_BLOCK_SIZE),
    parallelization: kdf.member('p').integer(1, MAX_PARALLELIZATION),
    salt: kdf.member('salt').base64(),
  };
}

/** Reads the JSON of a keystore. Throws SdkError SDK_KEYSTORE_MALFORMED. */
export function parseKeystore(text: string): KeystoreDocument {
  if (text.length > MAX_TEXT_LENGTH) throw malformed(`it is longer than ${MAX_TEXT_LENGTH}`);
  const root = JsonReader.parse(text, 'keystore', malformed);
  root.member('touchmark').word([KEYSTORE_FORMAT]);
  const algorithm = root.member('algorithm').word(SIGNATURE_ALGORITHMS);
  const publicKey = root.member('publicKey').base64(PUBLIC_KEY_BYTES[algorithm]);
  const keyId = root.member('keyId').hex();
  if (encodeHex(keyIdOf(algorithm, publicKey)) !== encodeHex(keyId)) {
    throw malformed('keyId does not belong to publicKey');
  }
  const cipher = root.member('cipher');
  cipher.member('name').word(['aes-256-gcm']);
  return {
    name: root.member('name').text(),
    notAfterMs: root.optional('notAfter')?.timeMs(),
    algorithm,
    publicKey,
    keyId,
    derivation: readDerivation(root.member('kdf')),
    nonce: cipher.member('nonce').base64(NONCE_BYTES),
    ciphertext: root.member('ciphertext').base64(SECRET_KEY_BYTES + TAG_BYTES),
  };
}
