import type { ActionContext } from '../../kernel/action-context.ts';
import type { Refusal } from '../../kernel/refusal.ts';
import { refuse } from './errors.ts';
import { covers } from './organization-key.ts';
import type { Bounds } from './organization-key.ts';
import { readKey } from './queries.ts';

/**
 * Refuses to make, replace or revoke a key that may do more than each key of the organization that
 * signed: else whoever has a small key makes a large one of it.
 */
export function refuseBeyondSigner(
  context: ActionContext,
  id: string,
  keyId: Uint8Array,
  bounds: Bounds,
): Refusal | undefined {
  const isCovered = context.signers.some((signer) => {
    if (signer.organization !== id) return false;
    const own = readKey(context, signer.keyId)?.entity;
    return own?.status === 'active' && covers(own, bounds);
  });
  return isCovered ? undefined : refuse('ORGANIZATIONS_KEY_BEYOND_SIGNER', { id, keyId });
}
