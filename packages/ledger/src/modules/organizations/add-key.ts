import type { Action } from '@touchmark/codec';
import { keyId as keyIdOf } from '@touchmark/crypto';
import { map } from '../../kernel/map-schema.ts';
import type { ActionDefinition } from '../../kernel/module.ts';
import { encodeAction } from '../../kernel/read-params.ts';
import { ORGANIZATION_ACTIVE_KEYS } from '../../limits.ts';
import { ITS_OWN } from './authority.ts';
import { refuse } from './errors.ts';
import { keyAdded } from './events.ts';
import { algorithm, label, organizationId, publicKey, scopes, time } from './params.ts';
import type { GivenKey, KeyTerms } from './params.ts';
import { listKeyIds, readOrganization } from './queries.ts';
import { registerKey } from './register-key.ts';

export interface AddKeyParams extends GivenKey, KeyTerms {
  readonly id: string;
}

/** What is left out: no label, all actions, from the beginning, without end. */
export type GivenAddKey = GivenKey & Partial<KeyTerms> & { readonly id: string };

const NO_TERMS: KeyTerms = { label: '', scopes: [], notBeforeMs: 0, notAfterMs: 0 };

export const addKey: ActionDefinition<AddKeyParams> = {
  type: 'organizations.add-key',
  about: 'Registers another key of an organization.',
  authority: 'the organization itself, or an active administrator',
  params: map({
    id: organizationId,
    algorithm,
    publicKey,
    label,
    scopes,
    notBeforeMs: time,
    notAfterMs: time,
  }),
  governed: ITS_OWN,
  execute(context, params) {
    const { id } = params;
    if (readOrganization(context, id) === undefined) return refuse('ORGANIZATIONS_UNKNOWN', { id });
    const limit = ORGANIZATION_ACTIVE_KEYS;
    if (listKeyIds(context, id, 'active', limit).length >= limit) {
      return refuse('ORGANIZATIONS_TOO_MANY_KEYS', { id, limit });
    }
    const refusal = registerKey(context, id, params, context.transactionId);
    if (refusal !== undefined) return refusal;
    const keyId = keyIdOf(params.algorithm, params.publicKey);
    context.emit(keyAdded, { id, keyId, algorithm: params.algorithm });
    return undefined;
  },
};

export function encodeAddKey(params: GivenAddKey): Action {
  return encodeAction(addKey, { ...NO_TERMS, ...params });
}
