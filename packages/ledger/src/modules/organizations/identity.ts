import { StateFormatError } from '../../kernel/state-format-error.ts';
import type { SignerIdentity } from '../../kernel/identity.ts';
import type { StateView } from '@touchmark/state';
import { readKey, readOrganization } from './queries.ts';

/** Whose key it is, and whether both may act. */
export function identify(state: StateView, keyId: Uint8Array): SignerIdentity | undefined {
  const key = readKey(state, keyId)?.entity;
  if (key === undefined) return undefined;
  const organization = readOrganization(state, key.organization)?.entity;
  if (organization === undefined) throw new StateFormatError('the organization of a key');
  return {
    organization: key.organization,
    algorithm: key.algorithm,
    publicKey: key.publicKey,
    keyIsActive: key.status === 'active',
    organizationIsActive: organization.status === 'active',
  };
}
