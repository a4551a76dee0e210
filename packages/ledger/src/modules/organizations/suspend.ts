import type { Action } from '@touchmark/codec';
import { map } from '../../kernel/map-schema.ts';
import type { ActionDefinition } from '../../kernel/module.ts';
import { encodeAction } from '../../kernel/read-params.ts';
import { isLastAdministrator } from './authority.ts';
import { refuse } from './errors.ts';
import { suspended } from './events.ts';
import { organizationId, reason } from './params.ts';
import { readOrganization } from './queries.ts';
import { putOrganization } from './write.ts';

export interface SuspendParams {
  readonly id: string;
  readonly reason: string;
}

export const suspend: ActionDefinition<SuspendParams> = {
  type: 'organizations.suspend',
  about:
    'Suspends an organization: its transactions are refused, what it holds stays resolvable, its validators go.',
  authority: 'an active administrator; never the last one itself',
  params: map({ id: organizationId, reason }),
  governed: true,
  execute(context, params) {
    const { id } = params;
    const current = readOrganization(context, id);
    if (current === undefined) return refuse('ORGANIZATIONS_UNKNOWN', { id });
    const { status, untilMs } = current.entity;
    if (status === 'left') return refuse('ORGANIZATIONS_LEFT', { id });
    // A suspension that would end by itself may be made one that does not.
    if (status === 'suspended' && untilMs === null) {
      return refuse('ORGANIZATIONS_ALREADY_SUSPENDED', { id });
    }
    if (isLastAdministrator(context, id)) return refuse('ORGANIZATIONS_LAST_ADMINISTRATOR', { id });
    putOrganization(context, id, current, {
      ...current.entity,
      status: 'suspended',
      transactionId: context.transactionId,
      reason: params.reason,
      untilMs: null,
    });
    context.emit(suspended, params);
    return context.registry.vacate(context, id);
  },
};

export function encodeSuspend(params: SuspendParams): Action {
  return encodeAction(suspend, params);
}
