import type { Call } from './call.ts';
import { demand, refuse } from './refused.ts';
import { pair, ROLES } from './state.ts';
import type { ModelState } from './state.ts';
import type { OrganizationRow } from './rows.ts';

/** Who takes part, and what it may be: section 6 of spec/ledger.md. */

export const actsAs = (state: ModelState, id: string, role: string): boolean => {
  const row = state.organizations.get(id);
  return row?.status === 0 && row.roles.includes(role);
};

export const isActive = (state: ModelState, id: string): boolean =>
  state.organizations.get(id)?.status === 0;

export const inRoleOrder = (roles: readonly string[]): string[] =>
  ROLES.filter((role) => roles.includes(role));

const rolesInForce = (row: OrganizationRow | undefined): readonly string[] =>
  row?.status === 0 ? row.roles : [];

/** Writes the next version, the indexes, and the membership if who may act has changed. */
export function writeOrganization(state: ModelState, id: string, next: OrganizationRow): void {
  const before = state.organizations.get(id);
  state.organizations.put(id, next);
  for (const [number, role] of ROLES.entries()) {
    const name = pair(String(number), id);
    if (rolesInForce(next).includes(role)) state.roleIndex.put(name, true);
    else state.roleIndex.remove(name);
  }
  const endedMs = before?.untilMs ?? null;
  if (endedMs !== null && endedMs !== next.untilMs) {
    state.endings.remove(pair(String(endedMs), id));
  }
  if (next.untilMs !== null) state.endings.put(pair(String(next.untilMs), id), true);
  // Who is silenced for a time counts for what is decided meanwhile.
  const roles = (row: OrganizationRow | undefined): string =>
    row?.status === 0 || (row?.untilMs ?? null) !== null ? (row?.roles ?? []).join() : '';
  const isSame =
    (before?.status === 0) === (next.status === 0) &&
    ((before?.untilMs ?? null) === null) === (next.untilMs === null) &&
    roles(before) === roles(next);
  if (!isSame) countMembers(state);
}

/** All of them counted anew. */
function countMembers(state: ModelState): void {
  const [epoch] = state.membership.get('') ?? [0];
  const rows = state.organizations.names().map((id) => state.organizations.get(id)!);
  const active = rows.filter(({ status }) => status === 0);
  const byRole = ROLES.map((role) => active.filter(({ roles }) => roles.includes(role)).length);
  state.membership.put('', [epoch + 1, active.length, byRole]);
}

export function known(state: ModelState, id: string): OrganizationRow {
  return state.organizations.get(id) ?? refuse('ORGANIZATIONS_UNKNOWN');
}

export function staying(state: ModelState, id: string): OrganizationRow {
  const row = known(state, id);
  demand(row.status !== 2, 'ORGANIZATIONS_LEFT');
  return row;
}

export function demandAnotherAdministrator(state: ModelState, id: string): void {
  const isOne = actsAs(state, id, 'administrator');
  const others = state.organizations
    .names()
    .some((other) => other !== id && actsAs(state, other, 'administrator'));
  demand(!isOne || others, 'ORGANIZATIONS_LAST_ADMINISTRATOR');
}

/** Changes an organization's row, by the transaction. */
export function change(call: Call, id: string, changes: Partial<OrganizationRow>): void {
  const row = known(call.state, id);
  writeOrganization(call.state, id, { ...row, tx: call.tx, ...changes });
}

export function found(call: Call, id: string, name: string, roles: readonly string[]): void {
  writeOrganization(call.state, id, {
    status: 0,
    name,
    roles: inRoleOrder(roles),
    tx: call.tx,
    reason: null,
    untilMs: null,
  });
}
