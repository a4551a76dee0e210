import { createPublicKey, verify } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { p256SignatureIsWellFormed } from './p256-points.ts';
import { RecentCache } from './recent-cache.ts';

/** SubjectPublicKeyInfo of a compressed P-256 point, up to the point (RFC 5480). */
const SPKI_PREFIX = '3039301306072a8648ce3d020106082a8648ce3d030107032200';

/** Finding a compressed point's y coordinate takes as long as the verification itself. */
const keys = new RecentCache<KeyObject>(1024);

function decodeKey(publicKey: Uint8Array): KeyObject | undefined {
  try {
    const key = Buffer.concat([Buffer.from(SPKI_PREFIX, 'hex'), publicKey]);
    return createPublicKey({ key, format: 'der', type: 'spki' });
  } catch {
    return undefined;
  }
}

/**
 * ECDSA by OpenSSL. Unlike Ed25519, ECDSA leaves no room for opinions once r, s and the key are in range, and
 * those are checked here.
 */
export function p256Verify(
  publicKey: Uint8Array,
  message: Uint8Array,
  signature: Uint8Array,
): boolean {
  const isCompressed = publicKey[0] === 2 || publicKey[0] === 3;
  if (publicKey.length !== 33 || !isCompressed) return false;
  if (!p256SignatureIsWellFormed(signature)) return false;
  const key = keys.get(publicKey, decodeKey);
  if (key === undefined) return false;
  return verify('sha256', message, { key, dsaEncoding: 'ieee-p1363' }, signature);
}
