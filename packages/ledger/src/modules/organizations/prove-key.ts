import { keyProofMessage } from '@touchmark/codec';
import type { ProvenKey } from '@touchmark/codec';
import { keyId as keyIdOf } from '@touchmark/crypto';
import type { ActionContext } from '../../kernel/action-context.ts';
import type { Refusal } from '../../kernel/refusal.ts';
import { refuse } from './errors.ts';
import type { KeyTerms } from './params.ts';
import { registerKey } from './register-key.ts';

/**
 * Keys are never used again, so whoever could register a key that is not theirs would take it from
 * its holder. Each brings a signature by itself over who is to have it.
 */
export function refuseUnproven(
  context: ActionContext,
  organization: string,
  keys: readonly ProvenKey[],
): Refusal | undefined {
  for (const [key, given] of keys.entries()) {
    const refusal = refuseKey(context, organization, given);
    if (refusal !== undefined) return { ...refusal, details: { key, ...refusal.details } };
  }
  return undefined;
}

/** Gives an organization a key that proves itself, or refuses. */
export function registerProvenKey(
  context: ActionContext,
  organization: string,
  given: ProvenKey & Partial<KeyTerms>,
  status?: 'active' | 'recovery',
): Refusal | undefined {
  return (
    registerKey(context, organization, given, context.transactionId, status) ??
    refuseKey(context, organization, given)
  );
}

function refuseKey(
  context: ActionContext,
  organization: string,
  given: ProvenKey,
): Refusal | undefined {
  const { algorithm, publicKey, proof: signature } = given;
  const message = keyProofMessage({ chainId: context.block.chainId, organization }, given);
  const verdict = context.checks.check({ algorithm, publicKey, message, signature });
  if (typeof verdict !== 'boolean') return verdict;
  if (verdict) return undefined;
  const keyId = keyIdOf(algorithm, publicKey);
  return refuse('ORGANIZATIONS_KEY_UNPROVEN', { keyId, organization });
}
