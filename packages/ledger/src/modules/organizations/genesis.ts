import type { Genesis } from '@touchmark/codec';
import { GenesisStateError } from '../../kernel/genesis-context.ts';
import type { GenesisContext } from '../../kernel/genesis-context.ts';
import { registerKey } from './register-key.ts';
import { isRole, sortedRoles } from './roles.ts';
import type { Role } from './roles.ts';
import { putOrganization } from './write.ts';

/** Founds the organizations that the genesis file names; `parseGenesis` has checked their form. */
export function foundOrganizations(context: GenesisContext, genesis: Genesis): void {
  for (const { id, name, roles, keys } of genesis.appState.organizations) {
    putOrganization(context, id, undefined, {
      status: 'active',
      name,
      roles: sortedRoles(roles.map((role) => knownRole(role, id))),
      transactionId: null,
      reason: null,
      untilMs: null,
    });
    for (const key of keys) {
      const refusal = registerKey(context, id, key, null);
      if (refusal !== undefined) {
        throw new GenesisStateError(
          'GENESIS_KEY',
          `a key of ${id} cannot be registered (${refusal.code}); give each organization valid keys of its own`,
        );
      }
    }
  }
}

function knownRole(role: string, id: string): Role {
  if (isRole(role)) return role;
  throw new GenesisStateError(
    'GENESIS_ROLE',
    `the organization ${id} has the unknown role ${role}; see the list of roles in spec/ledger.md`,
  );
}
