import { StateFormatError } from '../../kernel/state-format-error.ts';
import type { IdentityProvider } from '../../kernel/identity.ts';
import { isWhole, validityOf } from './organization-key.ts';
import { readKey, readOrganization } from './queries.ts';
import { quotaOf } from './quota.ts';

/** What keys kept for recovery may sign. */
const RECOVERY_SCOPES: readonly string[] = ['organizations.recover', 'organizations.set-recovery'];

/** Whose key it is, and whether both may act at the time. */
export const identify: IdentityProvider = (state, keyId, timeMs) => {
  const key = readKey(state, keyId)?.entity;
  if (key === undefined) return undefined;
  const organization = readOrganization(state, key.organization)?.entity;
  if (organization === undefined) throw new StateFormatError('the organization of a key');
  return {
    organization: key.organization,
    algorithm: key.algorithm,
    publicKey: key.publicKey,
    key: key.status === 'revoked' ? 'revoked' : validityOf(key, timeMs),
    standing: organization.status,
    scopes: key.status === 'recovery' ? RECOVERY_SCOPES : key.scopes,
    isBounded: key.status !== 'recovery' && !isWhole(key),
    quota: quotaOf(state, organization.roles),
  };
};
