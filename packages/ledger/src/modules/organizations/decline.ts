import type { Action } from '@touchmark/codec';
import { map } from '../../kernel/map-schema.ts';
import type { ActionDefinition } from '../../kernel/module.ts';
import { encodeAction } from '../../kernel/read-params.ts';
import { readApplication } from './application.ts';
import { refuse } from './errors.ts';
import { declined } from './events.ts';
import { applicationKey } from './keys.ts';
import { organizationId, reason } from './params.ts';

export interface DeclineParams {
  readonly id: string;
  readonly reason: string;
}

export const decline: ActionDefinition<DeclineParams> = {
  type: 'organizations.decline',
  about: 'Declines an application, with the reason.',
  authority: 'the constitution',
  params: map({ id: organizationId, reason }),
  governed: true,
  execute(context, params) {
    const { id } = params;
    if (readApplication(context, id, context.block.timeMs) === undefined) {
      return refuse('ORGANIZATIONS_APPLICATION_UNKNOWN', { id });
    }
    context.remove(applicationKey(id));
    context.emit(declined, params);
    return undefined;
  },
};

export function encodeDecline(params: DeclineParams): Action {
  return encodeAction(decline, params);
}
