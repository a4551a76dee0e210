import { ed25519PublicKeyOf, ed25519Sign, ed25519Verifier } from '#ed25519';
import { p256Verify } from '#p256';
import { SECRET_KEY_BYTES } from './algorithm.ts';
import type { SignatureAlgorithm } from './algorithm.ts';
import { isBytes } from './bytes.ts';
import { secretKeyError } from './crypto-error.ts';
import { decodeAcceptablePoint } from './ed25519-points.ts';
import { p256PublicKeyIsAcceptable, p256PublicKeyOf, p256Sign } from './p256-points.ts';
import { sm2PublicKeyIsAcceptable, sm2PublicKeyOf, sm2Sign, sm2Verify } from './sm2.ts';

interface Scheme {
  publicKeyIsAcceptable(publicKey: Uint8Array): boolean;
  publicKeyOf(secretKey: Uint8Array): Uint8Array;
  sign(secretKey: Uint8Array, message: Uint8Array): Uint8Array;
  verify(publicKey: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean;
}

const SCHEMES: Readonly<Record<SignatureAlgorithm, Scheme>> = {
  ed25519: {
    publicKeyIsAcceptable: (publicKey) => decodeAcceptablePoint(publicKey) !== undefined,
    publicKeyOf: ed25519PublicKeyOf,
    sign: ed25519Sign,
    verify: ed25519Verifier.verify,
  },
  p256: {
    publicKeyIsAcceptable: p256PublicKeyIsAcceptable,
    publicKeyOf: p256PublicKeyOf,
    sign: p256Sign,
    verify: p256Verify,
  },
  sm2: {
    publicKeyIsAcceptable: sm2PublicKeyIsAcceptable,
    publicKeyOf: sm2PublicKeyOf,
    sign: sm2Sign,
    verify: sm2Verify,
  },
};

/** Bindings differ in the longest input they take; this is far below all of them and far above any use. */
const MAX_MESSAGE_BYTES = 2 ** 30;

function requireSecretKey(algorithm: SignatureAlgorithm, secretKey: Uint8Array): void {
  if (secretKey.length !== SECRET_KEY_BYTES) throw secretKeyError(algorithm);
}

const isAlgorithm = (name: string): boolean => Object.hasOwn(SCHEMES, name);

/**
 * Says whether a key may be registered: canonical encoding of a point on the curve; for Ed25519 (32 bytes) not of
 * small order, for P-256 and SM2 a compressed point (33 bytes).
 */
export function publicKeyIsAcceptable(
  algorithm: SignatureAlgorithm,
  publicKey: Uint8Array,
): boolean {
  if (!isAlgorithm(algorithm) || !isBytes(publicKey)) return false;
  return SCHEMES[algorithm].publicKeyIsAcceptable(publicKey);
}

/**
 * The verdict on a transaction's signature: the same on every runtime, for every input, and never an exception. What
 * is not bytes, not of the right length, or a message above 1 GiB, is not signed.
 * The rule is in docs/adr/0001-signature-rule.md, its vectors in spec/vectors/crypto.
 */
export function verifySignature(
  algorithm: SignatureAlgorithm,
  publicKey: Uint8Array,
  message: Uint8Array,
  signature: Uint8Array,
): boolean {
  if (!isAlgorithm(algorithm)) return false;
  if (!isBytes(publicKey) || !isBytes(message) || !isBytes(signature)) return false;
  if (message.length > MAX_MESSAGE_BYTES) return false;
  return SCHEMES[algorithm].verify(publicKey, message, signature);
}

/**
 * Signs deterministically.
 * @param secretKey 32 bytes.
 * @returns 64 bytes: RFC 8032's R || S, or r || s (P-256 with low s).
 * @throws CryptoError CRYPTO_SECRET_KEY_INVALID
 */
export function sign(
  algorithm: SignatureAlgorithm,
  secretKey: Uint8Array,
  message: Uint8Array,
): Uint8Array {
  requireSecretKey(algorithm, secretKey);
  return SCHEMES[algorithm].sign(secretKey, message);
}

/** @throws CryptoError CRYPTO_SECRET_KEY_INVALID */
export function publicKeyOf(algorithm: SignatureAlgorithm, secretKey: Uint8Array): Uint8Array {
  requireSecretKey(algorithm, secretKey);
  return SCHEMES[algorithm].publicKeyOf(secretKey);
}

/** A new secret key from the system's random generator: 32 bytes. */
export function generateSecretKey(algorithm: SignatureAlgorithm): Uint8Array {
  for (;;) {
    const secretKey = globalThis.crypto.getRandomValues(new Uint8Array(SECRET_KEY_BYTES));
    try {
      publicKeyOf(algorithm, secretKey);
      return secretKey;
    } catch {
      // Not below the curve's order: once in 2^32. Draw again.
    }
  }
}
