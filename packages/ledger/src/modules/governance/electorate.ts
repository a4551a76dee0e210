import type { StateView } from '@touchmark/state';
import { asciiBytes } from '../../kernel/key.ts';
import { OrderedMap } from '../../kernel/ordered-map.ts';
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
import type { Committee } from './constitution.ts';

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

/** Who is in a committee. */
export type Committees = (name: string) => readonly string[];

/**
 * The committees of the constitution, which is read once, when the first is asked for: it can have thousands of
 * members, and whoever counts votes asks about each.
 */
export function committeesOf(state: StateView): Committees {
  let known: readonly Committee[] | undefined;
  return (name) => {
    known ??= readConstitution(state).constitution.committees;
    return known.find((committee) => committee.name === name)?.organizations ?? [];
  };
}

/** True while the organization is active and belongs to the electorate. */
export function isVoter(
  state: StateView,
  electorate: readonly string[],
  id: string,
  committees: Committees = committeesOf(state),
): boolean {
  return electorate.some((word) => belongs(state, committees, word, id));
}

function belongs(state: StateView, committees: Committees, word: string, id: string): boolean {
  const part = readPart(word);
  if (part?.kind === 'role') return actsAs(state, id, part.role);
  if (part === undefined || !isNamed(state, committees, part, id)) return false;
  return isActive(state, id);
}

function isNamed(state: StateView, committees: Committees, part: Part, id: string): boolean {
  if (part.kind === 'members') return true;
  if (part.kind === 'organization') return part.id === id;
  if (part.kind === 'committee') return committees(part.name).includes(id);
  return readOrganization(state, id)?.entity.roles.includes(part.role) === true;
}

/**
 * How many may vote, and of how many the thresholds are parts. Organizations suspended for a short
 * time by urgency can't vote, yet count: silencing somebody must not make a decision easier.
 */
export function countElectorate(
  state: StateView,
  electorate: readonly string[],
  committees: Committees = committeesOf(state),
): { readonly active: number; readonly size: number } {
  const active = countActive(state, electorate, committees);
  return { active, size: active + listSilenced(state, electorate, committees).length };
}

/** Who may vote, and who may not for a short time alone; in no order. */
export function listElectorate(
  state: StateView,
  electorate: readonly string[],
  committees: Committees = committeesOf(state),
): string[] {
  return [
    ...listActive(state, electorate, committees),
    ...listSilenced(state, electorate, committees),
  ];
}

/** Those of the electorate that are suspended for a short time by urgency. */
function listSilenced(
  state: StateView,
  electorate: readonly string[],
  committees: Committees,
): string[] {
  const parts = electorate.map(readPart);
  return listSuspendedForNow(state).filter((id) =>
    parts.some((part) => part !== undefined && isNamed(state, committees, part, id)),
  );
}

function countActive(
  state: StateView,
  electorate: readonly string[],
  committees: Committees,
): number {
  const [only] = electorate;
  if (electorate.length === 1 && only !== undefined) {
    const part = readPart(only);
    const membership = readMembership(state);
    if (part?.kind === 'members') return membership.active;
    if (part?.kind === 'role') return membership.byRole[roleNumber(part.role)] ?? 0;
  }
  return listActive(state, electorate, committees).length;
}

/** Who belongs to several parts is in it once. */
function listActive(
  state: StateView,
  electorate: readonly string[],
  committees: Committees,
): string[] {
  const asked = new OrderedMap<true>();
  const active: string[] = [];
  for (const word of electorate) {
    for (const id of named(state, committees, word)) {
      if (asked.set(asciiBytes(id), true) && isActive(state, id)) active.push(id);
    }
  }
  return active;
}

/** Those that a part names, whether or not they are active; of a role, those that act in it. */
function named(state: StateView, committees: Committees, word: string): readonly string[] {
  const part = readPart(word);
  if (part?.kind === 'role') return listByRole(state, part.role, NO_LIMIT);
  if (part?.kind === 'organization') return [part.id];
  if (part?.kind === 'committee') return committees(part.name);
  return listOrganizations(state, { limit: NO_LIMIT }).map(({ id }) => id);
}
