import type { Action, ProvenKey } from '@touchmark/codec';
import { compareBytes } from '@touchmark/codec';
import { keyId as keyIdOf, publicKeyIsAcceptable } from '@touchmark/crypto';
import type { ActionContext } from '../../kernel/action-context.ts';
import { map } from '../../kernel/map-schema.ts';
import type { ActionDefinition } from '../../kernel/module.ts';
import { encodeAction } from '../../kernel/read-params.ts';
import type { Refusal } from '../../kernel/refusal.ts';
import {
  APPLICATION_MS,
  APPLICATIONS,
  APPLICATIONS_OF_SPONSOR,
  APPLICATIONS_OF_STRANGERS,
} from '../../limits.ts';
import { encodeApplication, listApplications, readApplication } from './application.ts';
import type { Application } from './application.ts';
import { refuseCodes } from './codes.ts';
import type { Codes } from './codes.ts';
import { refuse } from './errors.ts';
import { applied } from './events.ts';
import { applicationKey } from './keys.ts';
import { code, givenDocuments, organizationId, organizationName } from './params.ts';
import { provenKeys, roles, statement } from './params.ts';
import type { GivenDocument, GivenKey } from './params.ts';
import { refuseUnproven } from './prove-key.ts';
import { readKey, readOrganization } from './queries.ts';
import { sortedRoles } from './roles.ts';
import type { Role } from './roles.ts';

export interface ApplyParams extends Codes {
  readonly id: string;
  readonly name: string;
  readonly roles: readonly Role[];
  readonly keys: readonly ProvenKey[];
  readonly documents: readonly GivenDocument[];
  readonly statement: string;
}

export const apply: ActionDefinition<ApplyParams> = {
  type: 'organizations.apply',
  about:
    'Asks for admission; it waits for 14 days. Who signed may replace it; an organization that signs for another is its sponsor.',
  authority: 'anybody, with one of the keys that it brings; or an organization, as sponsor',
  params: map({
    id: organizationId,
    name: organizationName,
    roles,
    keys: provenKeys,
    creditCode: code,
    lei: code,
    documents: givenDocuments,
    statement,
  }),
  fromStranger: { broughtKeys: ({ keys }) => keys },
  execute(context, params) {
    const { id } = params;
    const { keyId, organization: sponsor } = context.signers[0]!;
    const { timeMs } = context.block;
    const refusal = refuseApplicant(context, params) ?? refuseKeys(context, params.keys);
    if (refusal !== undefined) return refusal;
    const earlier = readApplication(context, id, timeMs);
    if (earlier !== undefined && !mayReplace(earlier, sponsor, keyId)) {
      return refuse('ORGANIZATIONS_APPLICATION_EXISTS', { id });
    }
    const full = refuseFull(context, id);
    if (full !== undefined) return full;
    const unproven = refuseUnproven(context, id, params.keys);
    if (unproven !== undefined) return unproven;
    const application = {
      ...params,
      roles: sortedRoles(params.roles),
      keyId,
      sponsor,
      transactionId: context.transactionId,
      expiresMs: timeMs + APPLICATION_MS,
    };
    context.put(applicationKey(id), encodeApplication(application));
    context.emit(applied, { id, name: params.name, roles: application.roles });
    return undefined;
  },
};

function refuseApplicant(context: ActionContext, params: ApplyParams): Refusal | undefined {
  const { id } = params;
  if (readOrganization(context, id) !== undefined) {
    return refuse('ORGANIZATIONS_ALREADY_ADMITTED', { id });
  }
  return refuseCodes(params);
}

function refuseKeys(context: ActionContext, keys: readonly GivenKey[]): Refusal | undefined {
  for (const [key, { algorithm, publicKey }] of keys.entries()) {
    if (!publicKeyIsAcceptable(algorithm, publicKey)) {
      return refuse('ORGANIZATIONS_KEY_UNACCEPTABLE', { key, algorithm });
    }
    const keyId = keyIdOf(algorithm, publicKey);
    const organization = readKey(context, keyId)?.entity.organization;
    if (organization !== undefined) {
      return refuse('ORGANIZATIONS_KEY_TAKEN', { key, keyId, organization });
    }
  }
  return undefined;
}

/** A sponsor's word is worth more than a stranger's: else whoever is quick keeps others out. */
function mayReplace(earlier: Application, sponsor: string, keyId: Uint8Array): boolean {
  if (compareBytes(earlier.keyId, keyId) === 0) return true;
  return sponsor !== '' && (earlier.sponsor === '' || earlier.sponsor === sponsor);
}

/**
 * Removes those whose time is over; refuses if too many others wait. Keys cost a stranger nothing,
 * so strangers share a part of the room, and the rest is for those whom an organization vouches for.
 */
function refuseFull(context: ActionContext, id: string): Refusal | undefined {
  const { author: sponsor } = context;
  let waiting = 0;
  let alike = 0;
  for (const other of listApplications(context)) {
    if (other.expiresMs <= context.block.timeMs) context.remove(applicationKey(other.id));
    else if (other.id !== id) {
      waiting += 1;
      if (other.sponsor === sponsor) alike += 1;
    }
  }
  if (waiting >= APPLICATIONS) {
    return refuse('ORGANIZATIONS_TOO_MANY_APPLICATIONS', { limit: APPLICATIONS });
  }
  const limit = sponsor === '' ? APPLICATIONS_OF_STRANGERS : APPLICATIONS_OF_SPONSOR;
  if (alike < limit) return undefined;
  if (sponsor === '') return refuse('ORGANIZATIONS_SPONSOR_NEEDED', { limit });
  return refuse('ORGANIZATIONS_TOO_MANY_SPONSORED', { sponsor, limit });
}

export function encodeApply(params: ApplyParams): Action {
  return encodeAction(apply, params);
}
