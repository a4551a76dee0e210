import { hash } from 'node:crypto';

const DIGEST_BYTES = 32;

/**
 * SHA-256 (FIPS 180-4): 32 bytes.
 *
 * Asking for a string and copying it takes 0.35 µs where asking for a Buffer takes 0.83 µs: making the Buffer costs
 * more than hashing a short message does. The copy is a small array of its own, so that keeping a digest
 * never keeps a shared pool alive.
 */
export function sha256(data: Uint8Array): Uint8Array {
  const characters = hash('sha256', data, 'binary');
  const digest = new Uint8Array(DIGEST_BYTES);
  for (let index = 0; index < DIGEST_BYTES; index += 1)
    digest[index] = characters.charCodeAt(index);
  return digest;
}
