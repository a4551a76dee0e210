import { ed25519 } from '@noble/curves/ed25519.js';
import { verifyOnPoints } from './ed25519-points.ts';
import type { Ed25519Verifier } from './ed25519-verifier.ts';

export const ed25519Verifier: Ed25519Verifier = { name: '@noble/curves', verify: verifyOnPoints };

export function ed25519Sign(secretKey: Uint8Array, message: Uint8Array): Uint8Array {
  return ed25519.sign(message, secretKey);
}

export function ed25519PublicKeyOf(secretKey: Uint8Array): Uint8Array {
  return ed25519.getPublicKey(secretKey);
}
