import type { StateView } from '@touchmark/state';
import type { ActionContext } from '../../kernel/action-context.ts';
import { recoveryKey } from './keys.ts';
import { readKey } from './queries.ts';

/** How many recovery keys must sign together; 0: the organization has none. */
export function readThreshold(state: StateView, id: string): number {
  return state.get(recoveryKey(id))?.[0] ?? 0;
}

/** True if enough of an organization's recovery keys signed the transaction. */
export function isSignedForRecovery(context: ActionContext, id: string): boolean {
  const threshold = readThreshold(context, id);
  const signed = context.signers.filter(({ keyId, organization }) => {
    return organization === id && readKey(context, keyId)?.entity.status === 'recovery';
  });
  return threshold > 0 && signed.length >= threshold;
}
