import { encodeHex } from '@touchmark/codec';

/** A validator that vouches for a header. */
export interface Signer {
  /** First 20 bytes of SHA-256 of its public key, in upper-case hexadecimal. */
  address: string;
  /** Its voting power. */
  power: bigint;
  /** Its name in the genesis file, where it has one and the genesis file is what is trusted. */
  name?: string;
}

/** Upper-case hexadecimal, as CometBFT shows hashes and addresses. */
export function hexOf(bytes: Uint8Array): string {
  return encodeHex(bytes).toUpperCase();
}
