import { map } from '../../kernel/map-schema.ts';
import type { EventDefinition } from '../../kernel/module.ts';
import type { Role } from './roles.ts';
import { algorithm, keyId, organizationId, organizationName, reason, roles } from './params.ts';

export const admitted: EventDefinition<{
  readonly id: string;
  readonly name: string;
  readonly roles: readonly Role[];
}> = {
  type: 'organizations.admitted',
  about: 'An organization was admitted.',
  params: map({ id: organizationId, name: organizationName, roles }),
};

interface StatusChange {
  readonly id: string;
  readonly reason: string;
}

export const suspended: EventDefinition<StatusChange> = {
  type: 'organizations.suspended',
  about: 'An organization was suspended: its transactions are refused from here on.',
  params: map({ id: organizationId, reason }),
};

export const reinstated: EventDefinition<StatusChange> = {
  type: 'organizations.reinstated',
  about: 'A suspended organization may act again.',
  params: map({ id: organizationId, reason }),
};

export const rolesSet: EventDefinition<{ readonly id: string; readonly roles: readonly Role[] }> = {
  type: 'organizations.roles-set',
  about: 'An organization has these roles now, and no others.',
  params: map({ id: organizationId, roles }),
};

export const keyAdded: EventDefinition<{
  readonly id: string;
  readonly keyId: Uint8Array;
  readonly algorithm: 'ed25519' | 'p256' | 'sm2';
}> = {
  type: 'organizations.key-added',
  about: 'An organization has a new key.',
  params: map({ id: organizationId, keyId, algorithm }),
};

export const keyRevoked: EventDefinition<{
  readonly id: string;
  readonly keyId: Uint8Array;
  readonly reason: string;
}> = {
  type: 'organizations.key-revoked',
  about: 'A key of an organization signs nothing any more.',
  params: map({ id: organizationId, keyId, reason }),
};
