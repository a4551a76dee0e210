import type { SignatureAlgorithm } from '@touchmark/crypto';

/** One signature to check. */
export interface SignatureCheck {
  readonly algorithm: SignatureAlgorithm;
  readonly publicKey: Uint8Array;
  readonly message: Uint8Array;
  readonly signature: Uint8Array;
}
