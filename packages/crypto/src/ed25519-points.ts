/**
 * Ed25519 by this project's rule, written out on curve points: the same verdict as libsodium's, for runtimes
 * that have no libsodium. See docs/adr/0001-signature-rule.md.
 *
 * Accept if and only if: S < L; A is the canonical encoding of a point not of small order; R is the canonical
 * encoding of a point not of small order; and R equals the encoding of [S]B - [k]A (no cofactor), where
 * k = SHA-512(R || A || M) mod L.
 */
import { ed25519 } from '@noble/curves/ed25519.js';
import type { EdwardsPoint } from '@noble/curves/abstract/edwards.js';
import { sha512 } from '@noble/hashes/sha2.js';
import { bytesToBigint, equalBytes } from './bytes.ts';

const { Point } = ed25519;
const ORDER: bigint = Point.Fn.ORDER;

const littleEndian = (bytes: Uint8Array): bigint => bytesToBigint(bytes.toReversed());

/** @returns the point if its encoding is canonical and its order is not 1, 2, 4 or 8. */
export function decodeAcceptablePoint(bytes: Uint8Array): EdwardsPoint | undefined {
  if (bytes.length !== 32) return undefined;
  try {
    const point = Point.fromBytes(bytes, false);
    return point.isSmallOrder() ? undefined : point;
  } catch {
    return undefined;
  }
}

export function verifyOnPoints(
  publicKey: Uint8Array,
  message: Uint8Array,
  signature: Uint8Array,
): boolean {
  if (signature.length !== 64) return false;
  const encodedR = signature.subarray(0, 32);
  const scalar = littleEndian(signature.subarray(32));
  if (scalar >= ORDER) return false;
  const a = decodeAcceptablePoint(publicKey);
  if (a === undefined) return false;
  const challenge = sha512.create().update(encodedR).update(publicKey).update(message).digest();
  const k = littleEndian(challenge) % ORDER;
  const expected = Point.BASE.multiplyUnsafe(scalar).add(a.negate().multiplyUnsafe(k));
  return equalBytes(expected.toBytes(), encodedR) && !expected.isSmallOrder();
}
