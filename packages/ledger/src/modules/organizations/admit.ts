import type { Action, ProvenKey } from '@touchmark/codec';
import type { ActionContext } from '../../kernel/action-context.ts';
import { map } from '../../kernel/map-schema.ts';
import type { ActionDefinition } from '../../kernel/module.ts';
import { encodeAction } from '../../kernel/read-params.ts';
import type { Refusal } from '../../kernel/refusal.ts';
import { refuse } from './errors.ts';
import { admitted } from './events.ts';
import { organizationId, organizationName, provenKeys, roles } from './params.ts';
import type { GivenKey } from './params.ts';
import { refuseUnproven } from './prove-key.ts';
import { readOrganization } from './queries.ts';
import { registerKey } from './register-key.ts';
import { sortedRoles } from './roles.ts';
import type { Role } from './roles.ts';
import { putOrganization } from './write.ts';

export interface AdmitParams {
  readonly id: string;
  readonly name: string;
  readonly roles: readonly Role[];
  readonly keys: readonly ProvenKey[];
}

/** The same of keys that were proven before. */
export interface Admission extends Omit<AdmitParams, 'keys'> {
  readonly keys: readonly GivenKey[];
}

export const admit: ActionDefinition<AdmitParams> = {
  type: 'organizations.admit',
  about: 'Admits an organization with its roles and first keys.',
  authority: 'an active administrator',
  params: map({ id: organizationId, name: organizationName, roles, keys: provenKeys }),
  governed: true,
  execute: (context, params) =>
    admitOrganization(context, params) ?? refuseUnproven(context, params.id, params.keys),
};

/** Writes a new organization with its keys, or refuses. */
export function admitOrganization(context: ActionContext, params: Admission): Refusal | undefined {
  const { id, name } = params;
  if (readOrganization(context, id) !== undefined) {
    return refuse('ORGANIZATIONS_ALREADY_ADMITTED', { id });
  }
  const { transactionId } = context;
  const sorted = sortedRoles(params.roles);
  putOrganization(context, id, undefined, {
    status: 'active',
    name,
    roles: sorted,
    transactionId,
    reason: null,
    untilMs: null,
  });
  for (const [index, key] of params.keys.entries()) {
    const refusal = registerKey(context, id, key, transactionId);
    if (refusal !== undefined) return { ...refusal, details: { key: index, ...refusal.details } };
  }
  context.emit(admitted, { id, name, roles: sorted });
  return undefined;
}

export function encodeAdmit(params: AdmitParams): Action {
  return encodeAction(admit, params);
}
