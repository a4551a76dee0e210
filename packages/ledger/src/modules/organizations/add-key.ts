import type { Action, ProvenKey } from '@touchmark/codec';
import { keyId as keyIdOf } from '@touchmark/crypto';
import { map } from '../../kernel/map-schema.ts';
import type { ActionDefinition } from '../../kernel/module.ts';
import { encodeAction } from '../../kernel/read-params.ts';
import { ORGANIZATION_ACTIVE_KEYS } from '../../limits.ts';
import { refuseOthers } from './authority.ts';
import { refuse } from './errors.ts';
import { keyAdded } from './events.ts';
import { refuseBeyondSigner } from './key-power.ts';
import { algorithm, label, organizationId, proof, publicKey, scopes, time } from './params.ts';
import type { KeyTerms } from './params.ts';
import { listKeyIds } from './queries.ts';
import { registerProvenKey } from './prove-key.ts';

export interface AddKeyParams extends ProvenKey, KeyTerms {
  readonly id: string;
}

/** What is left out: no label, all actions, from the beginning, without end. */
export type GivenAddKey = ProvenKey & Partial<KeyTerms> & { readonly id: string };

const NO_TERMS: KeyTerms = { label: '', scopes: [], notBeforeMs: 0, notAfterMs: 0 };

export const addKey: ActionDefinition<AddKeyParams> = {
  type: 'organizations.add-key',
  about: 'Registers another key of an organization.',
  authority: 'the organization itself, by a key that may do all that the new one may',
  params: map({
    id: organizationId,
    algorithm,
    publicKey,
    proof,
    label,
    scopes,
    notBeforeMs: time,
    notAfterMs: time,
  }),
  execute(context, params) {
    const { id } = params;
    const others = refuseOthers(context, id);
    if (others !== undefined) return others;
    const limit = ORGANIZATION_ACTIVE_KEYS;
    if (listKeyIds(context, id, 'active', limit).length >= limit) {
      return refuse('ORGANIZATIONS_TOO_MANY_KEYS', { id, limit });
    }
    const keyId = keyIdOf(params.algorithm, params.publicKey);
    const refusal =
      refuseBeyondSigner(context, id, keyId, params) ?? registerProvenKey(context, id, params);
    if (refusal !== undefined) return refusal;
    context.emit(keyAdded, { id, keyId, algorithm: params.algorithm });
    return undefined;
  },
};

export function encodeAddKey(params: GivenAddKey): Action {
  return encodeAction(addKey, { ...NO_TERMS, ...params });
}
