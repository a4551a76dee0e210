import type { StateView } from '@touchmark/state';
import { actsAs } from '../organizations/authority.ts';
import { readMembership } from '../organizations/membership.ts';
import {
  isActive,
  listByRole,
  listOrganizations,
  listSuspendedForNow,
  readOrganization,
} from '../organizations/queries.ts';
import { isRole, roleNumber } from '../organizations/roles.ts';
import type { Role } from '../organizations/roles.ts';
import { readConstitution } from './constitution.ts';

/** One of the parts that an electorate is put together from. */
export type Part =
  | { readonly kind: 'members' }
  | { readonly kind: 'role'; readonly role: Role }
  | { readonly kind: 'organization'; readonly id: string }
  | { readonly kind: 'committee'; readonly name: string };

/** @returns undefined for words that are no part of an electorate. */
export function readPart(word: string): Part | undefined {
  if (word === 'members') return { kind: 'members' };
  const colon = word.indexOf(':');
  const [kind, name] = [word.slice(0, colon), word.slice(colon + 1)];
  if (kind === 'role' && isRole(name)) return { kind, role: name };
  if (kind === 'organization') return { kind, id: name };
  if (kind === 'committee') return { kind, name };
  return undefined;
}

const NO_LIMIT = 0xffff_ffff;

/** True while the organization is active and belongs to the electorate. */
export function isVoter(state: StateView, electorate: readonly string[], id: string): boolean {
  return electorate.some((word) => belongs(state, word, id));
}

function belongs(state: StateView, word: string, id: string): boolean {
  const part = readPart(word);
  if (part?.kind === 'role') return actsAs(state, id, part.role);
  if (part === undefined || !isNamed(state, part, id)) return false;
  return isActive(state, id);
}

function isNamed(state: StateView, part: Part, id: string): boolean {
  if (part.kind === 'members') return true;
  if (part.kind === 'organization') return part.id === id;
  if (part.kind === 'committee') return committee(state, part.name).includes(id);
  return readOrganization(state, id)?.entity.roles.includes(part.role) === true;
}

/**
 * How many may vote, and of how many the thresholds are parts. Organizations suspended for a short
 * time by urgency can't vote, yet count: silencing somebody must not make a decision easier.
 */
export function countElectorate(
  state: StateView,
  electorate: readonly string[],
): { readonly active: number; readonly size: number } {
  const active = countActive(state, electorate);
  const parts = electorate.map(readPart);
  const silenced = listSuspendedForNow(state).filter((id) =>
    parts.some((part) => part !== undefined && isNamed(state, part, id)),
  );
  return { active, size: active + silenced.length };
}

/** Who may vote, and who may not for a short time alone. */
export function listElectorate(state: StateView, electorate: readonly string[]): string[] {
  const parts = electorate.map(readPart);
  const silenced = listSuspendedForNow(state).filter((id) =>
    parts.some((part) => part !== undefined && isNamed(state, part, id)),
  );
  return [...listActive(state, electorate), ...silenced];
}

function countActive(state: StateView, electorate: readonly string[]): number {
  const [only] = electorate;
  if (electorate.length === 1 && only !== undefined) {
    const part = readPart(only);
    const membership = readMembership(state);
    if (part?.kind === 'members') return membership.active;
    if (part?.kind === 'role') return membership.byRole[roleNumber(part.role)] ?? 0;
  }
  return listActive(state, electorate).length;
}

/** Sorted; who belongs to several parts is in it once. */
function listActive(state: StateView, electorate: readonly string[]): string[] {
  const ids = electorate.flatMap((word) => activeOf(state, word)).sort();
  return ids.filter((id, place) => id !== ids[place - 1]);
}

/** `isVoter` for many organizations: a committee is read once, and not for each. */
export function voterCheck(
  state: StateView,
  electorate: readonly string[],
): (id: string) => boolean {
  if (electorate.every((word) => readPart(word)?.kind !== 'committee')) {
    return (id) => isVoter(state, electorate, id);
  }
  const voters = listActive(state, electorate);
  return (id) => voters.includes(id);
}

function activeOf(state: StateView, word: string): readonly string[] {
  const part = readPart(word);
  if (part?.kind === 'role') return listByRole(state, part.role, NO_LIMIT);
  if (part?.kind === 'organization') return isActive(state, part.id) ? [part.id] : [];
  if (part?.kind === 'committee') {
    return committee(state, part.name).filter((id) => isActive(state, id));
  }
  return listOrganizations(state, { limit: NO_LIMIT })
    .filter(({ entity }) => entity.status === 'active')
    .map(({ id }) => id);
}

function committee(state: StateView, name: string): readonly string[] {
  const { constitution } = readConstitution(state);
  return constitution.committees.find((known) => known.name === name)?.organizations ?? [];
}
