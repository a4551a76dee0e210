import type { SignatureAlgorithm } from '@touchmark/crypto';
import type { StateView } from '@touchmark/state';

/** What an organization may use in a day. */
export interface Quota {
  readonly registrations: number;
  readonly bytes: number;
}

/** What the state says about a key that signs. */
export interface SignerIdentity {
  readonly organization: string;
  readonly algorithm: SignatureAlgorithm;
  readonly publicKey: Uint8Array;
  readonly key: 'active' | 'revoked' | 'early' | 'expired';
  readonly standing: 'active' | 'suspended' | 'left';
  /** Classes of actions (`module.verb`, `module.*`) that the key may sign; none: all of them. */
  readonly scopes: readonly string[];
  /** It has scopes or an end, so that it may not sign what needs a whole key. */
  readonly isBounded: boolean;
  /** What the organization may use in a day; null: as much as it likes. */
  readonly quota: Quota | null;
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
