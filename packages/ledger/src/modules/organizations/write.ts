import type { StateWriter } from '../../kernel/state-writer.ts';
import {
  INDEX_VALUE,
  keyEntryKey,
  keyIndexKey,
  organizationKey,
  roleIndexKey,
  suspendedKey,
} from './keys.ts';
import { encodeOrganizationKey } from './organization-key.ts';
import type { OrganizationKey } from './organization-key.ts';
import { encodeOrganization } from './organization.ts';
import type { Organization } from './organization.ts';
import type { Kept } from './queries.ts';
import { changeMembership } from './membership.ts';
import type { Standing } from './membership.ts';
import type { Role } from './roles.ts';

/** Writes an organization's next version and keeps the role index true to it. */
export function putOrganization(
  state: StateWriter,
  id: string,
  current: Kept<Organization> | undefined,
  next: Organization,
): void {
  state.putVersion(organizationKey(id), current?.bytes, encodeOrganization(next));
  const before = current === undefined ? [] : effectiveRoles(current.entity);
  const after = effectiveRoles(next);
  for (const role of before) {
    if (!after.includes(role)) state.remove(roleIndexKey(role, id));
  }
  for (const role of after) {
    if (!before.includes(role)) state.put(roleIndexKey(role, id), INDEX_VALUE);
  }
  if (current?.entity.untilMs !== next.untilMs) {
    const was = current?.entity.untilMs ?? null;
    if (was !== null) state.remove(suspendedKey(was, id));
    if (next.untilMs !== null) state.put(suspendedKey(next.untilMs, id), INDEX_VALUE);
  }
  changeMembership(
    state,
    { ...standingOf(current?.entity), roles: before },
    { ...standingOf(next), roles: after },
  );
}

/** Writes a key's next version and keeps the index of the organization's keys true to it. */
export function putKey(
  state: StateWriter,
  keyId: Uint8Array,
  current: Kept<OrganizationKey> | undefined,
  next: OrganizationKey,
): void {
  state.putVersion(keyEntryKey(keyId), current?.bytes, encodeOrganizationKey(next));
  const before = current?.entity.status;
  if (before === next.status) return;
  if (before !== undefined) state.remove(keyIndexKey(next.organization, before, keyId));
  state.put(keyIndexKey(next.organization, next.status, keyId), INDEX_VALUE);
}

function standingOf(organization: Organization | undefined): Omit<Standing, 'roles'> {
  const isSilenced = organization !== undefined && organization.untilMs !== null;
  return {
    isActive: organization?.status === 'active',
    awaited: isSilenced ? organization.roles : null,
  };
}

/** A suspended organization keeps its roles on paper only. */
function effectiveRoles(organization: Organization): readonly Role[] {
  return organization.status === 'active' ? organization.roles : [];
}
