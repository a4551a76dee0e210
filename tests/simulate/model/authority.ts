import { isActive } from './membership.ts';
import { refuse } from './refused.ts';
import { pair } from './state.ts';
import type { ByRow } from './rows.ts';
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

/** Administrations that are followed from an organization up to the holder. */
const MOST_STEPS = 16;

/** What an organization acts by: from the holder down to it; and its administration, if it has one. */
export interface Way {
  readonly path: readonly string[];
  readonly by: ByRow | null;
}

/** Organizations below the holder down to this administration's, if it holds. */
function chain(
  state: ModelState,
  prefix: string,
  organization: string,
  toDelegate: boolean,
  steps: number = MOST_STEPS,
): string[] | undefined {
  const row = state.administrations.get(pair(prefix, organization));
  if (row === undefined || row.status !== 0 || steps === 0) return undefined;
  if (row.untilMs !== null && row.untilMs <= state.journal.moment.timeMs) return undefined;
  if (toDelegate && !row.mayDelegate) return undefined;
  if (row.tenure !== state.prefixes.get(prefix)?.tenure) return undefined;
  if (row.by === null) return [organization];
  const [at, number] = row.by;
  if (state.administrations.get(pair(at, row.grantor))?.number !== number) return undefined;
  const above = chain(state, at, row.grantor, true, steps - 1);
  return above && [...above, organization];
}

/** Whether an administration holds, were everybody active. */
export const holdsForActing = (state: ModelState, prefix: string, organization: string): boolean =>
  chain(state, prefix, organization, false) !== undefined;

/** Those by whom an administration holds, from the holder's first appointment down. */
export const grantorsOf = (state: ModelState, prefix: string, organization: string): string[] =>
  chain(state, prefix, organization, false) ?? [];

export interface Right {
  readonly prefix: string;
  readonly organization: string;
  readonly toDelegate: boolean;
  readonly holder: string;
  readonly isDecision: boolean;
}

/** How the organization has the right; undefined: it has not. */
export function wayOf(state: ModelState, right: Right): Way | undefined {
  const { holder, isDecision, organization, prefix, toDelegate } = right;
  if (organization === holder) {
    // Who signs is active.
    return !isDecision || isActive(state, holder) ? { path: [holder], by: null } : undefined;
  }
  for (const place of upward(prefix)) {
    if (place !== prefix && state.prefixes.get(place)?.holder !== holder) continue;
    const below = chain(state, place, organization, toDelegate);
    const path = [holder, ...(below ?? [])];
    if (below === undefined || !path.every((id) => isActive(state, id))) continue;
    const { number } = state.administrations.get(pair(place, organization))!;
    return { path, by: [place, number] };
  }
  return undefined;
}

export function demandRight(state: ModelState, right: Right): Way {
  return wayOf(state, right) ?? refuse(NO_RIGHT);
}

/** Whether what was done by an administration, or by the holder, could be done so now. */
export function stillHolds(
  state: ModelState,
  organization: string,
  holder: string,
  by: ByRow | null,
): boolean {
  if (by === null) return organization === holder && isActive(state, holder);
  const [place, number] = by;
  if (state.prefixes.get(place)?.holder !== holder) return false;
  if (state.administrations.get(pair(place, organization))?.number !== number) return false;
  const below = chain(state, place, organization, false);
  return below !== undefined && [holder, ...below].every((id) => isActive(state, id));
}
