import { ed25519 } from '@noble/curves/ed25519.js';
import { ed25519Verifier } from '#ed25519';
import { sha256 } from '#sha256';
import { isBytes } from './bytes.ts';

/**
 * Ed25519 by ZIP-215, the rule CometBFT applies to validators' votes. Use it for commits and nothing else.
 *
 * Whatever the strict rule accepts, ZIP-215 accepts too: only a signature that fails the fast check is put to the
 * slow one (about 1 ms). Never throws.
 */
export function verifyConsensusSignature(
  publicKey: Uint8Array,
  message: Uint8Array,
  signature: Uint8Array,
): boolean {
  if (!isBytes(publicKey) || !isBytes(message) || !isBytes(signature)) return false;
  if (ed25519Verifier.verify(publicKey, message, signature)) return true;
  try {
    return ed25519.verify(signature, message, publicKey, { zip215: true });
  } catch {
    return false;
  }
}

/** CometBFT's address of an Ed25519 key: first 20 bytes of its SHA-256. */
export function validatorAddress(publicKey: Uint8Array): Uint8Array {
  return sha256(publicKey).slice(0, 20);
}
