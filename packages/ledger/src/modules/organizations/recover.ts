import type { Action, ProvenKey } from '@touchmark/codec';
import { map } from '../../kernel/map-schema.ts';
import type { ActionDefinition } from '../../kernel/module.ts';
import { encodeAction } from '../../kernel/read-params.ts';
import { ORGANIZATION_ACTIVE_KEYS } from '../../limits.ts';
import { refuse } from './errors.ts';
import { recovered } from './events.ts';
import { organizationId, provenKeys, reason } from './params.ts';
import { listKeyIds, readKey, readOrganization } from './queries.ts';
import { isSignedForRecovery } from './recovery.ts';
import { registerProvenKey } from './prove-key.ts';
import { putKey } from './write.ts';

export interface RecoverParams {
  readonly id: string;
  readonly keys: readonly ProvenKey[];
  readonly reason: string;
}

export const recover: ActionDefinition<RecoverParams> = {
  type: 'organizations.recover',
  about: 'Gives an organization new keys, and revokes all that it had but those for recovery.',
  authority: 'as many of its recovery keys as it has said; or the constitution',
  params: map({ id: organizationId, keys: provenKeys, reason }),
  governed: { own: (context, { id }) => isSignedForRecovery(context, id) },
  needsWholeKey: true,
  execute(context, params) {
    const { id } = params;
    if (readOrganization(context, id) === undefined) return refuse('ORGANIZATIONS_UNKNOWN', { id });
    const { transactionId } = context;
    const ids = listKeyIds(context, id, 'active', ORGANIZATION_ACTIVE_KEYS);
    for (const keyId of ids) {
      const kept = readKey(context, keyId)!;
      const { reason: why } = params;
      putKey(context, keyId, kept, {
        ...kept.entity,
        status: 'revoked',
        transactionId,
        reason: why,
      });
    }
    for (const [key, given] of params.keys.entries()) {
      const refusal = registerProvenKey(context, id, given);
      if (refusal !== undefined) return { ...refusal, details: { key, ...refusal.details } };
    }
    context.emit(recovered, { id, revoked: ids.length, keys: params.keys.length });
    return undefined;
  },
};

export function encodeRecover(params: RecoverParams): Action {
  return encodeAction(recover, params);
}
