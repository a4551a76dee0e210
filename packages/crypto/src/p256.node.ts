import { createPublicKey, verify } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { p256SignatureIsWellFormed } from './p256-points.ts';

/** SubjectPublicKeyInfo of a compressed P-256 point, up to the point (RFC 5480). */
const SPKI_PREFIX = Buffer.from('3039301306072a8648ce3d020106082a8648ce3d030107032200', 'hex');

function decodeKey(publicKey: Uint8Array): KeyObject | undefined {
  const isCompressed = publicKey[0] === 2 || publicKey[0] === 3;
  if (publicKey.length !== 33 || !isCompressed) return undefined;
  try {
    const key = Buffer.concat([SPKI_PREFIX, publicKey]);
    return createPublicKey({ key, format: 'der', type: 'spki' });
  } catch {
    return undefined;
  }
}

export function p256Verify(
  publicKey: Uint8Array,
  message: Uint8Array,
  signature: Uint8Array,
): boolean {
  if (!p256SignatureIsWellFormed(signature)) return false;
  const key = decodeKey(publicKey);
  if (key === undefined) return false;
  return verify('sha256', message, { key, dsaEncoding: 'ieee-p1363' }, signature);
}
