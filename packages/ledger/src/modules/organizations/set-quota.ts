import type { Action } from '@touchmark/codec';
import { map } from '../../kernel/map-schema.ts';
import type { ActionDefinition } from '../../kernel/module.ts';
import { encodeAction } from '../../kernel/read-params.ts';
import { writeCbor } from '../../kernel/write-cbor.ts';
import { quotaSet } from './events.ts';
import { quotaKey } from './keys.ts';
import { role, time as amount } from './params.ts';
import type { Role } from './roles.ts';

export interface SetQuotaParams {
  readonly role: Role;
  /** Identifiers registered in a day, and bytes of transactions; both 0: no bound. */
  readonly registrations: number;
  readonly bytes: number;
}

export const setQuota: ActionDefinition<SetQuotaParams> = {
  type: 'organizations.set-quota',
  about:
    'Says how much organizations of a role may use in a day; of several roles the most counts.',
  authority: 'the constitution',
  params: map({ role, registrations: amount, bytes: amount }),
  governed: true,
  execute(context, params) {
    const { registrations, bytes } = params;
    const key = quotaKey(params.role);
    if (registrations === 0 && bytes === 0) context.remove(key);
    else
      context.put(
        key,
        writeCbor((writer) => writer.array(2).uint(registrations).uint(bytes)),
      );
    context.emit(quotaSet, params);
    return undefined;
  },
};

export function encodeSetQuota(params: SetQuotaParams): Action {
  return encodeAction(setQuota, params);
}
