import type { ModuleDefinition } from '../../kernel/module.ts';
import { addKey } from './add-key.ts';
import { admit } from './admit.ts';
import { ORGANIZATIONS_ERRORS } from './errors.ts';
import { admitted, keyAdded, keyRevoked, reinstated, rolesSet, suspended } from './events.ts';
import { foundOrganizations } from './genesis.ts';
import { identify } from './identity.ts';
import { ORGANIZATION_KEYS } from './keys.ts';
import { reinstate } from './reinstate.ts';
import { revokeKey } from './revoke-key.ts';
import { setRoles } from './set-roles.ts';
import { suspend } from './suspend.ts';

export const organizations: ModuleDefinition = {
  name: 'organizations',
  about: 'Who takes part: organizations, their roles and their keys.',
  actions: [admit, suspend, reinstate, setRoles, addKey, revokeKey],
  events: [admitted, suspended, reinstated, rolesSet, keyAdded, keyRevoked],
  errors: ORGANIZATIONS_ERRORS,
  errorNumbers: [100, 199],
  keySpaces: [ORGANIZATION_KEYS],
  state: [
    {
      name: 'organization',
      key: "0x10 'o' || id",
      value:
        '[status 0 active | 1 suspended, name, [role …], transaction id | null, reason | null]',
      versioned: true,
      about: 'An organization. Roles in the order of the list of roles; null: founded by genesis.',
    },
    {
      name: 'key',
      key: "0x10 'k' || key id (20 bytes)",
      value:
        '[status 0 active | 1 revoked, organization, algorithm, public key, transaction id | null, reason | null]',
      versioned: true,
      about: 'A key, for good: a revoked one stays and its public key is never registered again.',
    },
    {
      name: 'keys of an organization',
      key: "0x10 'i' || id || 0x00 || status (1 byte) || key id",
      value: '0x01',
      versioned: false,
      about: 'Index.',
    },
    {
      name: 'organizations by role',
      key: "0x10 'r' || role number (1 byte) || id",
      value: '0x01',
      versioned: false,
      about: 'Index; present exactly while the organization is active and has the role.',
    },
  ],
  queries: [
    { name: 'readOrganization', about: 'An organization by its id.' },
    { name: 'listOrganizations', about: 'Organizations in the order of their ids, by pages.' },
    { name: 'listByRole', about: 'The active organizations that have a role.' },
    { name: 'readKey', about: 'A key by its id.' },
    { name: 'listKeyIds', about: "The ids of an organization's active or revoked keys." },
  ],
  genesis: foundOrganizations,
  identity: identify,
};
