import { keyId as keyIdOf, publicKeyIsAcceptable } from '@touchmark/crypto';
import type { Refusal } from '../../kernel/refusal.ts';
import type { StateWriter } from '../../kernel/state-writer.ts';
import { refuse } from './errors.ts';
import type { GivenKey, KeyTerms } from './params.ts';
import { readKey } from './queries.ts';
import { putKey } from './write.ts';

/** Gives an organization a new key, or refuses. */
export function registerKey(
  state: StateWriter,
  organization: string,
  given: GivenKey & Partial<KeyTerms>,
  transactionId: Uint8Array | null,
  status: 'active' | 'recovery' = 'active',
): Refusal | undefined {
  const { algorithm, publicKey } = given;
  if (!publicKeyIsAcceptable(algorithm, publicKey)) {
    return refuse('ORGANIZATIONS_KEY_UNACCEPTABLE', { algorithm });
  }
  const keyId = keyIdOf(algorithm, publicKey);
  const { notBeforeMs = 0, notAfterMs = 0 } = given;
  if (notAfterMs !== 0 && notAfterMs <= notBeforeMs) {
    return refuse('ORGANIZATIONS_KEY_VALIDITY', { keyId });
  }
  const taken = readKey(state, keyId);
  if (taken !== undefined) {
    const holder = taken.entity.organization;
    return refuse('ORGANIZATIONS_KEY_TAKEN', { keyId, organization: holder });
  }
  putKey(state, keyId, undefined, {
    status,
    organization,
    algorithm,
    publicKey,
    transactionId,
    reason: null,
    label: given.label ?? '',
    scopes: given.scopes ?? [],
    notBeforeMs: given.notBeforeMs ?? 0,
    notAfterMs: given.notAfterMs ?? 0,
  });
  return undefined;
}
