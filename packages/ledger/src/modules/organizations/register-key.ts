import { keyId as keyIdOf, publicKeyIsAcceptable } from '@touchmark/crypto';
import type { Refusal } from '../../kernel/refusal.ts';
import type { StateWriter } from '../../kernel/state-writer.ts';
import { refuse } from './errors.ts';
import type { GivenKey } from './params.ts';
import { readKey } from './queries.ts';
import { putKey } from './write.ts';

/** Gives an organization a new active key, or refuses. */
export function registerKey(
  state: StateWriter,
  organization: string,
  given: GivenKey,
  transactionId: Uint8Array | null,
): Refusal | undefined {
  const { algorithm, publicKey } = given;
  if (!publicKeyIsAcceptable(algorithm, publicKey)) {
    return refuse('ORGANIZATIONS_KEY_UNACCEPTABLE', { algorithm });
  }
  const keyId = keyIdOf(algorithm, publicKey);
  const taken = readKey(state, keyId);
  if (taken !== undefined) {
    const holder = taken.entity.organization;
    return refuse('ORGANIZATIONS_KEY_TAKEN', { keyId, organization: holder });
  }
  const status = 'active';
  putKey(state, keyId, undefined, {
    status,
    organization,
    algorithm,
    publicKey,
    transactionId,
    reason: null,
  });
  return undefined;
}
