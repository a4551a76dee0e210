import type { Action } from '@touchmark/codec';
import { map } from '../../kernel/map-schema.ts';
import type { ActionDefinition } from '../../kernel/module.ts';
import { encodeAction } from '../../kernel/read-params.ts';
import { isLastAdministrator, ITS_OWN } from './authority.ts';
import { refuse } from './errors.ts';
import { left } from './events.ts';
import { organizationId, reason } from './params.ts';
import { readOrganization } from './queries.ts';
import { putOrganization } from './write.ts';

export interface LeaveParams {
  readonly id: string;
  readonly reason: string;
}

export const leave: ActionDefinition<LeaveParams> = {
  type: 'organizations.leave',
  about:
    'Ends a membership for good; what the organization holds stays resolvable, its validators go.',
  authority: 'the organization itself, or the constitution',
  params: map({ id: organizationId, reason }),
  governed: ITS_OWN,
  execute(context, params) {
    const { id } = params;
    const current = readOrganization(context, id);
    if (current === undefined) return refuse('ORGANIZATIONS_UNKNOWN', { id });
    if (current.entity.status === 'left') return refuse('ORGANIZATIONS_LEFT', { id });
    if (isLastAdministrator(context, id)) return refuse('ORGANIZATIONS_LAST_ADMINISTRATOR', { id });
    putOrganization(context, id, current, {
      ...current.entity,
      status: 'left',
      transactionId: context.transactionId,
      reason: params.reason,
      untilMs: null,
    });
    context.emit(left, params);
    return context.registry.vacate(context, id);
  },
};

export function encodeLeave(params: LeaveParams): Action {
  return encodeAction(leave, params);
}
