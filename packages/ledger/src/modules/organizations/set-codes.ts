import type { Action } from '@touchmark/codec';
import { map } from '../../kernel/map-schema.ts';
import type { ActionDefinition } from '../../kernel/module.ts';
import { encodeAction } from '../../kernel/read-params.ts';
import type { Codes } from './codes.ts';
import { refuse } from './errors.ts';
import { codesSet } from './events.ts';
import { code, organizationId } from './params.ts';
import { putProfile } from './profile.ts';
import { readOrganization } from './queries.ts';

export interface SetCodesParams extends Codes {
  readonly id: string;
}

export const setCodes: ActionDefinition<SetCodesParams> = {
  type: 'organizations.set-codes',
  about: 'Says by which unified social credit code and LEI an organization is known.',
  authority: 'the constitution: who says so has looked at the register',
  params: map({ id: organizationId, creditCode: code, lei: code }),
  governed: true,
  execute(context, params) {
    const { id } = params;
    if (readOrganization(context, id) === undefined) return refuse('ORGANIZATIONS_UNKNOWN', { id });
    const refusal = putProfile(context, id, params, context.transactionId);
    if (refusal !== undefined) return refusal;
    context.emit(codesSet, params);
    return undefined;
  },
};

export function encodeSetCodes(params: SetCodesParams): Action {
  return encodeAction(setCodes, params);
}
