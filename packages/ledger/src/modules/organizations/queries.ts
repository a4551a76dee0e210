import { compareBytes } from '@touchmark/codec';
import { decodeVersioned } from '@touchmark/state/proof';
import type { VersionedValue } from '@touchmark/state/proof';
import type { StateView } from '@touchmark/state';
import type { ActionContext } from '../../kernel/action-context.ts';
import { ORGANIZATION_ACTIVE_KEYS } from '../../limits.ts';
import {
  idAtEnd,
  keyEntryKey,
  keyIndexRange,
  ORGANIZATION_PREFIX_LENGTH,
  organizationKey,
  organizationRange,
  readSuspendedKey,
  ROLE_PREFIX_LENGTH,
  roleIndexRange,
  suspendedRange,
} from './keys.ts';
import type { KeyStatus } from './keys.ts';
import { decodeOrganizationKey, isWhole, validityOf } from './organization-key.ts';
import type { OrganizationKey } from './organization-key.ts';
import { decodeOrganization } from './organization.ts';
import type { Organization } from './organization.ts';
import type { Role } from './roles.ts';

/** An entity as it is kept: its envelope's bytes, the envelope, and what it says. */
export interface Kept<Entity> {
  readonly bytes: Uint8Array;
  readonly envelope: VersionedValue;
  readonly entity: Entity;
}

export interface ListedOrganization extends Kept<Organization> {
  readonly id: string;
}

export function readOrganization(state: StateView, id: string): Kept<Organization> | undefined {
  const bytes = state.get(organizationKey(id));
  return bytes === undefined ? undefined : describeOrganization(bytes);
}

/** What the envelope of an organization says. */
export function describeOrganization(bytes: Uint8Array): Kept<Organization> {
  const envelope = decodeVersioned(bytes);
  return { bytes, envelope, entity: decodeOrganization(envelope.body) };
}

export function readKey(state: StateView, keyId: Uint8Array): Kept<OrganizationKey> | undefined {
  const bytes = state.get(keyEntryKey(keyId));
  if (bytes === undefined) return undefined;
  const envelope = decodeVersioned(bytes);
  return { bytes, envelope, entity: decodeOrganizationKey(envelope.body) };
}

/** Organizations in the order of their ids. */
export function listOrganizations(
  state: StateView,
  page: { readonly after?: string; readonly limit: number },
): ListedOrganization[] {
  const range = { ...organizationRange(page.after), limit: page.limit };
  const listed: ListedOrganization[] = [];
  for (const { key, value } of state.range(range)) {
    listed.push({ id: idAtEnd(key, ORGANIZATION_PREFIX_LENGTH), ...describeOrganization(value) });
  }
  return listed;
}

/** Ids of an organization's keys that have a status, at most `limit`. */
export function listKeyIds(
  state: StateView,
  id: string,
  status: KeyStatus,
  limit: number,
): Uint8Array[] {
  const range = keyIndexRange(id, status);
  const ids: Uint8Array[] = [];
  for (const { key } of state.range({ ...range, limit })) ids.push(key.slice(range.start.length));
  return ids;
}

export function isActive(state: StateView, id: string): boolean {
  return readOrganization(state, id)?.entity.status === 'active';
}

/** Ids of the organizations whose suspension ends by itself, the soonest first. */
export function listSuspendedForNow(state: StateView): string[] {
  const ids: string[] = [];
  for (const { key } of state.range(suspendedRange())) ids.push(readSuspendedKey(key).id);
  return ids;
}

/** True if the organization has another whole key, which signs now. */
export function hasOtherKey(context: ActionContext, id: string, than: Uint8Array): boolean {
  const { timeMs } = context.block;
  return listKeyIds(context, id, 'active', ORGANIZATION_ACTIVE_KEYS).some((keyId) => {
    const key = compareBytes(keyId, than) === 0 ? undefined : readKey(context, keyId)?.entity;
    return key !== undefined && isWhole(key) && validityOf(key, timeMs) === 'active';
  });
}

/** Ids of the active organizations that have a role, at most `limit`. */
export function listByRole(state: StateView, role: Role, limit: number): string[] {
  const ids: string[] = [];
  for (const { key } of state.range({ ...roleIndexRange(role), limit })) {
    ids.push(idAtEnd(key, ROLE_PREFIX_LENGTH));
  }
  return ids;
}
