import type { Action } from '@touchmark/codec';
import { map } from '../../kernel/map-schema.ts';
import type { ActionDefinition } from '../../kernel/module.ts';
import { encodeAction } from '../../kernel/read-params.ts';
import { refuse } from './errors.ts';
import { reinstated } from './events.ts';
import { organizationId, reason } from './params.ts';
import { readOrganization } from './queries.ts';
import { putOrganization } from './write.ts';

export interface ReinstateParams {
  readonly id: string;
  readonly reason: string;
}

export const reinstate: ActionDefinition<ReinstateParams> = {
  type: 'organizations.reinstate',
  about: 'Ends the suspension of an organization; it has the roles and keys it had.',
  authority: 'an active administrator',
  params: map({ id: organizationId, reason }),
  governed: true,
  execute(context, params) {
    const { id } = params;
    const current = readOrganization(context, id);
    if (current === undefined) return refuse('ORGANIZATIONS_UNKNOWN', { id });
    if (current.entity.status === 'left') return refuse('ORGANIZATIONS_LEFT', { id });
    if (current.entity.status === 'active') return refuse('ORGANIZATIONS_NOT_SUSPENDED', { id });
    putOrganization(context, id, current, {
      ...current.entity,
      status: 'active',
      transactionId: context.transactionId,
      reason: params.reason,
      untilMs: null,
    });
    context.emit(reinstated, params);
    return undefined;
  },
};

export function encodeReinstate(params: ReinstateParams): Action {
  return encodeAction(reinstate, params);
}
