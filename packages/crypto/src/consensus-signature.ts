import { ed25519 } from '@noble/curves/ed25519.js';
import { ed25519Verify } from '#ed25519';
import { sha256 } from '#sha256';

/**
 * Ed25519 by ZIP-215, the rule CometBFT applies to validators' votes. Use it for commits and nothing else.
 *
 * Whatever the strict rule accepts, ZIP-215 accepts too: only a signature that fails the fast check is put to the
 * slow one.
 */
export function verifyConsensusSignature(
  publicKey: Uint8Array,
  message: Uint8Array,
  signature: Uint8Array,
): boolean {
  if (publicKey.length !== 32 || signature.length !== 64) return false;
  if (ed25519Verify(publicKey, message, signature)) return true;
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
