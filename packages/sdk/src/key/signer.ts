import { sign, type SignatureAlgorithm } from '@touchmark/crypto';
import type { SigningKey } from '@touchmark/codec';
import { keyOf } from './key.ts';

/** Something that signs: a key in memory, or one in hardware or in another process. */
export interface Signer {
  readonly algorithm: SignatureAlgorithm;
  /** 20 bytes, see `keyId` of the crypto package. */
  readonly keyId: Uint8Array;
  /** 64 bytes over exactly `message` (P-256 and SM2: r || s, P-256 with the low s). */
  sign(message: Uint8Array): Uint8Array | Promise<Uint8Array>;
}

/** A key in memory as a signer; a signer as it is. */
export function signerOf(key: SigningKey | Signer): Signer {
  if ('sign' in key) return key;
  const { algorithm, secretKey } = key;
  const { keyId } = keyOf(algorithm, secretKey);
  return { algorithm, keyId, sign: (message) => sign(algorithm, secretKey, message) };
}
