import type { Action, DecodedTransaction } from '@touchmark/codec';
import { EXPIRY_WINDOW_MS } from '../limits.ts';
import { refuse } from './errors.ts';
import type { IdentityProvider, SignerIdentity } from './identity.ts';
import type { SignatureVerifier } from './outcome.ts';
import { readParams } from './read-params.ts';
import { decodeResultCode, recentIdKey } from './recent-ids.ts';
import type { Refusal } from './refusal.ts';
import type { Registry } from './registry.ts';
import { isInScope } from './scope.ts';
import { broughtKey, strangerWith } from './stranger.ts';
import type { StateView } from '@touchmark/state';

/** Chain, expiry and repetition: what needs no identity. */
export function checkEnvelope(
  transaction: DecodedTransaction,
  state: StateView,
  moment: { readonly chainId: string; readonly timeMs: number },
): Refusal | undefined {
  const { chainId, expiresAtMs } = transaction.content;
  if (chainId !== moment.chainId) {
    return refuse('TRANSACTION_WRONG_CHAIN', { given: chainId, expected: moment.chainId });
  }
  if (expiresAtMs <= moment.timeMs) {
    return refuse('TRANSACTION_EXPIRED', { expiresAtMs, blockTimeMs: moment.timeMs });
  }
  const latestMs = moment.timeMs + EXPIRY_WINDOW_MS;
  if (expiresAtMs > latestMs) {
    return refuse('TRANSACTION_EXPIRY_TOO_FAR', { expiresAtMs, latestMs });
  }
  const decided = state.get(recentIdKey(expiresAtMs, transaction.id));
  if (decided !== undefined) {
    return refuse('TRANSACTION_REPLAYED', { result: decodeResultCode(decided) });
  }
  return undefined;
}

/** Whose keys signed; a refusal if one of them may not. */
export function identifySigners(
  registry: Registry,
  transaction: DecodedTransaction,
  state: StateView,
  timeMs: number,
  identify: IdentityProvider,
): SignerIdentity[] | Refusal {
  const identities: SignerIdentity[] = [];
  for (const { keyId, algorithm } of transaction.signatures) {
    const identity =
      identify(state, keyId, timeMs) ?? identifyStranger(registry, transaction, keyId);
    if (identity === undefined) return refuse('SIGNER_UNKNOWN', { keyId });
    const refusal = refuseSigner(registry, transaction, keyId, identity);
    if (refusal !== undefined) return refusal;
    if (identity.algorithm !== algorithm) {
      return refuse('SIGNER_ALGORITHM_MISMATCH', {
        keyId,
        expected: identity.algorithm,
        given: algorithm,
      });
    }
    identities.push(identity);
  }
  return identities;
}

function identifyStranger(
  registry: Registry,
  transaction: DecodedTransaction,
  keyId: Uint8Array,
): SignerIdentity | undefined {
  const brought = broughtKey(registry, transaction, keyId);
  return brought && strangerWith(brought);
}

/** What stands against a key that is known. */
function refuseSigner(
  registry: Registry,
  { content }: DecodedTransaction,
  keyId: Uint8Array,
  { organization, key, standing, scopes, isBounded }: SignerIdentity,
): Refusal | undefined {
  const details = { keyId, organization };
  if (key === 'revoked') return refuse('SIGNER_KEY_REVOKED', details);
  if (key === 'expired') return refuse('SIGNER_KEY_EXPIRED', details);
  if (key === 'early') return refuse('SIGNER_KEY_NOT_YET_VALID', details);
  if (standing === 'suspended') return refuse('SIGNER_ORGANIZATION_SUSPENDED', details);
  if (standing === 'left') return refuse('SIGNER_ORGANIZATION_LEFT', details);
  if (scopes.length === 0 && !isBounded) return undefined;
  for (const action of content.actions) {
    const type = typesOf(registry, action).find(
      (needed) =>
        (scopes.length > 0 && !isInScope(scopes, needed)) ||
        (isBounded && registry.actions.get(needed)?.needsWholeKey === true),
    );
    if (type !== undefined) return refuse('SIGNER_KEY_OUT_OF_SCOPE', { ...details, type });
  }
  return undefined;
}

/** An action's own type, and those of what it does in turn: a proposal may be carried out at once. */
function typesOf(registry: Registry, { type, params }: Action): readonly string[] {
  const definition = registry.actions.get(type);
  if (definition?.needsScopes === undefined) return [type];
  const read = readParams(definition, params);
  return 'error' in read ? [type] : [type, ...definition.needsScopes.typesOf(read.params)];
}

export function checkSignatures(
  transaction: DecodedTransaction,
  identities: readonly SignerIdentity[],
  verify: SignatureVerifier,
): Refusal | undefined {
  for (const [index, { keyId, message, signature }] of transaction.signatures.entries()) {
    const { algorithm, publicKey } = identities[index]!;
    if (!verify(algorithm, publicKey, message, signature)) {
      return refuse('SIGNATURE_INVALID', { keyId });
    }
  }
  return undefined;
}

/** Everything but signatures and actions. */
export function checkTransaction(
  registry: Registry,
  transaction: DecodedTransaction,
  state: StateView,
  moment: { readonly chainId: string; readonly timeMs: number },
  identify: IdentityProvider,
): Refusal | undefined {
  const refused = checkEnvelope(transaction, state, moment);
  if (refused !== undefined) return refused;
  const identities = identifySigners(registry, transaction, state, moment.timeMs, identify);
  return 'code' in identities ? identities : undefined;
}
