import type { Action, ProvenKey } from '@touchmark/codec';
import { map } from '../../kernel/map-schema.ts';
import type { ActionDefinition } from '../../kernel/module.ts';
import { encodeAction } from '../../kernel/read-params.ts';
import { list, uint } from '../../kernel/schema.ts';
import { RECOVERY_KEYS } from '../../limits.ts';
import { refuse } from './errors.ts';
import { recoverySet } from './events.ts';
import { recoveryKey } from './keys.ts';
import { organizationId, provenKey } from './params.ts';
import { listKeyIds, readKey, readOrganization } from './queries.ts';
import { isSignedForRecovery, readThreshold } from './recovery.ts';
import { registerProvenKey } from './prove-key.ts';
import { putKey } from './write.ts';

export interface SetRecoveryParams {
  readonly id: string;
  /** How many of the keys must sign together; 0 with no keys: there is no such recovery. */
  readonly threshold: number;
  readonly keys: readonly ProvenKey[];
}

export const setRecovery: ActionDefinition<SetRecoveryParams> = {
  type: 'organizations.set-recovery',
  about: 'Names the keys that together can give an organization new ones; those before end.',
  authority:
    'the organization itself, once it has recovery keys with enough of them; or the constitution',
  params: map({
    id: organizationId,
    threshold: uint(0, RECOVERY_KEYS),
    keys: list(provenKey, 0, RECOVERY_KEYS),
  }),
  governed: {
    // Else whoever steals one key could take the recovery away too.
    own: (context, { id }) =>
      context.author === id &&
      (readThreshold(context, id) === 0 || isSignedForRecovery(context, id)),
  },
  needsWholeKey: true,
  execute(context, { id, threshold, keys }) {
    if (readOrganization(context, id) === undefined) return refuse('ORGANIZATIONS_UNKNOWN', { id });
    if (threshold > keys.length || (threshold === 0) !== (keys.length === 0)) {
      return refuse('ORGANIZATIONS_RECOVERY_THRESHOLD', { threshold, keys: keys.length });
    }
    const { transactionId } = context;
    for (const keyId of listKeyIds(context, id, 'recovery', RECOVERY_KEYS)) {
      const kept = readKey(context, keyId)!;
      const reason = 'other recovery keys were named';
      putKey(context, keyId, kept, { ...kept.entity, status: 'revoked', transactionId, reason });
    }
    for (const [key, given] of keys.entries()) {
      const refusal = registerProvenKey(context, id, given, 'recovery');
      if (refusal !== undefined) return { ...refusal, details: { key, ...refusal.details } };
    }
    context.put(recoveryKey(id), Uint8Array.of(threshold));
    context.emit(recoverySet, { id, threshold, keys: keys.length });
    return undefined;
  },
};

export function encodeSetRecovery(params: SetRecoveryParams): Action {
  return encodeAction(setRecovery, params);
}
