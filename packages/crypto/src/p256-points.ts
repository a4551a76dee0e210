import { p256 } from '@noble/curves/nist.js';
import { SECRET_KEY_BYTES, SIGNATURE_BYTES } from './algorithm.ts';
import { bytesToBigint } from './bytes.ts';
import { secretKeyError } from './crypto-error.ts';

const ORDER: bigint = p256.Point.Fn.ORDER;
const HALF_ORDER = ORDER >> 1n;

/** r in [1, n-1] and s in [1, n/2]: for every signature there is one s, so no third party can vary it. */
export function p256SignatureIsWellFormed(signature: Uint8Array): boolean {
  if (signature.length !== SIGNATURE_BYTES) return false;
  const r = bytesToBigint(signature.subarray(0, 32));
  const s = bytesToBigint(signature.subarray(32));
  return r > 0n && r < ORDER && s > 0n && s <= HALF_ORDER;
}

export function p256PublicKeyIsAcceptable(publicKey: Uint8Array): boolean {
  if (publicKey.length !== 33) return false;
  try {
    p256.Point.fromBytes(publicKey);
    return true;
  } catch {
    return false;
  }
}

function checkSecretKey(secretKey: Uint8Array): void {
  const isLength = secretKey.length === SECRET_KEY_BYTES;
  if (!isLength || !p256.utils.isValidSecretKey(secretKey)) throw secretKeyError('p256');
}

export function p256PublicKeyOf(secretKey: Uint8Array): Uint8Array {
  checkSecretKey(secretKey);
  return p256.getPublicKey(secretKey, true);
}

/** ECDSA with SHA-256, k by RFC 6979, low s: r || s. */
export function p256Sign(secretKey: Uint8Array, message: Uint8Array): Uint8Array {
  checkSecretKey(secretKey);
  return p256.sign(message, secretKey, { lowS: true, prehash: true, format: 'compact' });
}

export function p256VerifyOnPoints(
  publicKey: Uint8Array,
  message: Uint8Array,
  signature: Uint8Array,
): boolean {
  if (publicKey.length !== 33 || !p256SignatureIsWellFormed(signature)) return false;
  try {
    const options = { lowS: true, prehash: true, format: 'compact' } as const;
    return p256.verify(signature, message, publicKey, options);
  } catch {
    return false;
  }
}
