import type { SignatureAlgorithm } from '@touchmark/crypto';
import type { StateView } from '@touchmark/state';

/** What the state says about a key that signs. */
export interface SignerIdentity {
  readonly organization: string;
  readonly algorithm: SignatureAlgorithm;
  readonly publicKey: Uint8Array;
  readonly keyIsActive: boolean;
  readonly organizationIsActive: boolean;
}

/**
 * Says whose key it is at a time; undefined for a key that no organization has. Given to the kernel by one
 * module.
 */
export type IdentityProvider = (
  state: StateView,
  keyId: Uint8Array,
  timeMs: number,
) => SignerIdentity | undefined;
