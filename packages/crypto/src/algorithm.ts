/** The signature schemes that a key of the ledger may use. */
export type SignatureAlgorithm = 'ed25519' | 'p256' | 'sm2';

export const SIGNATURE_ALGORITHMS: readonly SignatureAlgorithm[] = ['ed25519', 'p256', 'sm2'];

/** The byte that stands for an algorithm wherever one is hashed. Never reuse or renumber one. */
export const ALGORITHM_CODES: Readonly<Record<SignatureAlgorithm, number>> = {
  ed25519: 1,
  p256: 2,
  sm2: 3,
};

/** Every algorithm here has 32-byte secret keys and 64-byte signatures. */
export const SECRET_KEY_BYTES = 32;
export const SIGNATURE_BYTES = 64;

/** Lengths in bytes: Ed25519 as in RFC 8032, the others as compressed points (SEC 1, section 2.3.3). */
export const PUBLIC_KEY_BYTES: Readonly<Record<SignatureAlgorithm, number>> = {
  ed25519: 32,
  p256: 33,
  sm2: 33,
};
