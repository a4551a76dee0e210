import { sha256 } from '#sha256';
import { ALGORITHM_CODES } from './algorithm.ts';
import type { SignatureAlgorithm } from './algorithm.ts';
import { concatBytes } from './bytes.ts';

export const KEY_ID_BYTES = 20;

/** How transactions and organizations name a key: SHA-256(algorithm code || public key), first 20 bytes. */
export function keyId(algorithm: SignatureAlgorithm, publicKey: Uint8Array): Uint8Array {
  const digest = sha256(concatBytes(Uint8Array.of(ALGORITHM_CODES[algorithm]), publicKey));
  return digest.slice(0, KEY_ID_BYTES);
}
