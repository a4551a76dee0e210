import type { Action } from '@touchmark/codec';
import { map } from '../../kernel/map-schema.ts';
import type { ActionDefinition } from '../../kernel/module.ts';
import { encodeAction } from '../../kernel/read-params.ts';
import { ITS_OWN } from './authority.ts';
import { refuse } from './errors.ts';
import { keyRevoked } from './events.ts';
import { refuseBeyondSigner } from './key-power.ts';
import { keyId, organizationId, reason } from './params.ts';
import { hasOtherKey, readKey, readOrganization } from './queries.ts';
import { putKey } from './write.ts';

export interface RevokeKeyParams {
  readonly id: string;
  readonly keyId: Uint8Array;
  readonly reason: string;
}

export const revokeKey: ActionDefinition<RevokeKeyParams> = {
  type: 'organizations.revoke-key',
  about: 'Revokes a key of an organization for good, from the next transaction on.',
  authority:
    'the organization itself, by a key that may do as much; or the constitution; never its last whole key',
  params: map({ id: organizationId, keyId, reason }),
  governed: ITS_OWN,
  execute(context, params) {
    const { id, keyId: revoked } = params;
    if (readOrganization(context, id) === undefined) return refuse('ORGANIZATIONS_UNKNOWN', { id });
    const current = readKey(context, revoked);
    // Recovery keys are changed together, by themselves: not with one key that may be stolen.
    if (current?.entity.organization !== id || current.entity.status === 'recovery') {
      return refuse('ORGANIZATIONS_KEY_UNKNOWN', { id, keyId: revoked });
    }
    if (current.entity.status === 'revoked') {
      return refuse('ORGANIZATIONS_KEY_ALREADY_REVOKED', { id, keyId: revoked });
    }
    if (context.mandate === 'organization' && context.author === id) {
      const beyond = refuseBeyondSigner(context, id, revoked, current.entity);
      if (beyond !== undefined) return beyond;
    }
    if (current.entity.status === 'active' && !hasOtherKey(context, id, revoked)) {
      return refuse('ORGANIZATIONS_LAST_KEY', { id, keyId: revoked });
    }
    putKey(context, revoked, current, {
      ...current.entity,
      status: 'revoked',
      transactionId: context.transactionId,
      reason: params.reason,
    });
    context.emit(keyRevoked, params);
    return undefined;
  },
};

export function encodeRevokeKey(params: RevokeKeyParams): Action {
  return encodeAction(revokeKey, params);
}
