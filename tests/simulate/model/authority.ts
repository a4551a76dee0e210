import { isActive } from './membership.ts';
import { refuse } from './refused.ts';
import { pair } from './state.ts';
import type { ModelState } from './state.ts';

/** Who may act over prefixes and records: section 7 of spec/ledger.md. */

/** The refusals for whoever has no right: which of them it is depends on the way searched. */
export const NO_RIGHT = 'NO_RIGHT';
const NO_RIGHT_CODES = new Set([
  'NAMING_PRINCIPAL_SUSPENDED',
  'NAMING_ADMINISTRATION_OVER',
  'NAMING_NOT_PREFIX_HOLDER',
  'NAMING_NOT_RECORD_HOLDER',
  'NAMING_VALUE_NOT_PUBLIC',
]);

export const foretold = (code: string): string => (NO_RIGHT_CODES.has(code) ? NO_RIGHT : code);

/** A prefix and all those above it, from below. */
export function upward(prefix: string): string[] {
  const labels = prefix.split('.');
  return labels.map((_, place) => labels.slice(0, labels.length - place).join('.'));
}

/** The most places that are looked at for one question. */
const MOST_LOOKS = 64;

interface Place {
  readonly prefix: string;
  readonly organization: string;
  readonly toDelegate: boolean;
}

/**
 * From the holder down to this organization, if it has the right; what was looked at once is not
 * looked at again.
 */
function chain(
  state: ModelState,
  holder: string,
  { prefix, organization, toDelegate }: Place,
  seen: Set<string>,
): string[] | undefined {
  if (organization === holder) return isActive(state, holder) ? [holder] : undefined;
  for (const place of upward(prefix)) {
    const isHeld = place === prefix || state.prefixes.get(place)?.holder === holder;
    const name = `${place} ${organization} ${toDelegate}`;
    if (!isHeld || seen.has(name) || seen.size === MOST_LOOKS) continue;
    seen.add(name);
    if (!isInForce(state, place, organization, toDelegate)) continue;
    const { grantor } = state.administrations.get(pair(place, organization))!;
    const above = { prefix: place, organization: grantor, toDelegate: true };
    const way = chain(state, holder, above, seen);
    if (way !== undefined && isActive(state, organization)) return [...way, organization];
  }
  return undefined;
}

function isInForce(
  state: ModelState,
  prefix: string,
  organization: string,
  toDelegate: boolean,
): boolean {
  const row = state.administrations.get(pair(prefix, organization));
  if (row === undefined || row.status !== 0) return false;
  if (row.untilMs !== null && row.untilMs <= state.journal.moment.timeMs) return false;
  return row.mayDelegate || !toDelegate;
}

export interface Right extends Place {
  readonly holder: string;
  readonly isDecision: boolean;
}

/** Everybody from the holder down to the organization, if it has the right. */
export function wayOf(state: ModelState, right: Right): string[] | undefined {
  const { holder, isDecision, organization } = right;
  // Who signs is active.
  if (organization === holder && !isDecision) return [holder];
  return chain(state, holder, right, new Set());
}

export function demandRight(state: ModelState, right: Right): string[] {
  return wayOf(state, right) ?? refuse(NO_RIGHT);
}
