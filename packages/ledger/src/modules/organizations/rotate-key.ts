import type { Action, ProvenKey } from '@touchmark/codec';
import { keyId as keyIdOf } from '@touchmark/crypto';
import { map } from '../../kernel/map-schema.ts';
import type { ActionDefinition } from '../../kernel/module.ts';
import { encodeAction } from '../../kernel/read-params.ts';
import { uint } from '../../kernel/schema.ts';
import { ORGANIZATION_ACTIVE_KEYS, ROTATION_OVERLAP_MS } from '../../limits.ts';
import { refuseOthers } from './authority.ts';
import { refuse } from './errors.ts';
import { keyRotated } from './events.ts';
import { refuseBeyondSigner } from './key-power.ts';
import { validityOf } from './organization-key.ts';
import { algorithm, keyId, organizationId, proof, publicKey } from './params.ts';
import { listKeyIds, readKey } from './queries.ts';
import { registerProvenKey } from './prove-key.ts';
import { putKey } from './write.ts';

export interface RotateKeyParams extends ProvenKey {
  readonly id: string;
  /** The key that is replaced. */
  readonly keyId: Uint8Array;
  /** How long it goes on signing beside the new one. */
  readonly overlapMs: number;
}

export const rotateKey: ActionDefinition<RotateKeyParams> = {
  type: 'organizations.rotate-key',
  about:
    'Replaces a key by one with its label, scopes and end; the old one goes on signing for the time of the overlap.',
  authority: 'the organization itself, by a key that may do all that the old one may',
  params: map({
    id: organizationId,
    keyId,
    algorithm,
    publicKey,
    proof,
    overlapMs: uint(0, ROTATION_OVERLAP_MS),
  }),
  execute(context, params) {
    const { id, keyId: replaced } = params;
    const others = refuseOthers(context, id);
    if (others !== undefined) return others;
    const current = readKey(context, replaced);
    if (current?.entity.organization !== id || current.entity.status === 'recovery') {
      return refuse('ORGANIZATIONS_KEY_UNKNOWN', { id, keyId: replaced });
    }
    if (current.entity.status === 'revoked') {
      return refuse('ORGANIZATIONS_KEY_ALREADY_REVOKED', { id, keyId: replaced });
    }
    const beyond = refuseBeyondSigner(context, id, replaced, current.entity);
    if (beyond !== undefined) return beyond;
    if (validityOf(current.entity, context.block.timeMs) === 'expired') {
      return refuse('ORGANIZATIONS_KEY_ENDED', { id, keyId: replaced });
    }
    const limit = ORGANIZATION_ACTIVE_KEYS;
    if (listKeyIds(context, id, 'active', limit).length >= limit) {
      return refuse('ORGANIZATIONS_TOO_MANY_KEYS', { id, limit });
    }
    const { label, scopes, notAfterMs } = current.entity;
    const { transactionId } = context;
    // Else an end would be no more than a delay.
    const next = { ...params, label, scopes, notAfterMs };
    const refusal = registerProvenKey(context, id, next);
    if (refusal !== undefined) return refusal;
    const endMs = context.block.timeMs + params.overlapMs;
    const untilMs = notAfterMs === 0 ? endMs : Math.min(notAfterMs, endMs);
    putKey(context, replaced, current, { ...current.entity, transactionId, notAfterMs: untilMs });
    const newKeyId = keyIdOf(params.algorithm, params.publicKey);
    context.emit(keyRotated, { id, keyId: replaced, newKeyId, untilMs });
    return undefined;
  },
};

export function encodeRotateKey(params: RotateKeyParams): Action {
  return encodeAction(rotateKey, params);
}
