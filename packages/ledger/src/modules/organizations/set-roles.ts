import type { Action } from '@touchmark/codec';
import { map } from '../../kernel/map-schema.ts';
import type { ActionDefinition } from '../../kernel/module.ts';
import { encodeAction } from '../../kernel/read-params.ts';
import { isLastAdministrator } from './authority.ts';
import { refuse } from './errors.ts';
import { rolesSet } from './events.ts';
import { organizationId, roles } from './params.ts';
import { readOrganization } from './queries.ts';
import { sortedRoles } from './roles.ts';
import type { Role } from './roles.ts';
import { putOrganization } from './write.ts';

export interface SetRolesParams {
  readonly id: string;
  readonly roles: readonly Role[];
}

export const setRoles: ActionDefinition<SetRolesParams> = {
  type: 'organizations.set-roles',
  about:
    'Gives an organization these roles, in place of those it had; without validator, its validators go.',
  authority: 'an active administrator; the last one keeps its role',
  params: map({ id: organizationId, roles }),
  governed: true,
  execute(context, params) {
    const { id } = params;
    const current = readOrganization(context, id);
    if (current === undefined) return refuse('ORGANIZATIONS_UNKNOWN', { id });
    if (current.entity.status === 'left') return refuse('ORGANIZATIONS_LEFT', { id });
    const sorted = sortedRoles(params.roles);
    if (!sorted.includes('administrator') && isLastAdministrator(context, id)) {
      return refuse('ORGANIZATIONS_LAST_ADMINISTRATOR', { id });
    }
    const { transactionId } = context;
    putOrganization(context, id, current, { ...current.entity, roles: sorted, transactionId });
    context.emit(rolesSet, { id, roles: sorted });
    if (!current.entity.roles.includes('validator') || sorted.includes('validator'))
      return undefined;
    return context.registry.vacate(context, id);
  },
};

export function encodeSetRoles(params: SetRolesParams): Action {
  return encodeAction(setRoles, params);
}
