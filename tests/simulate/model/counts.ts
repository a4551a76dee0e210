import { pair } from './state.ts';
import type { ModelState } from './state.ts';
import type { ScopeRow } from './rows.ts';

/** Scopes and counts: section 1 of spec/ledger.md. A scope's bytes are kept as characters. */

const DAY_MS = 86_400_000;
const NETWORK = '';
const NOTHING: ScopeRow = {
  registered: 0,
  retired: 0,
  delegated: 0,
  organizations: 0,
  day: 0,
  dayRegistered: 0,
  dayRetired: 0,
};

const labels = (prefix: string): string[] => prefix.split('.');
const industry = (prefix: string): string | undefined =>
  labels(prefix).length < 2 ? undefined : `\u0001${labels(prefix).slice(0, 2).join('.')}`;

/** An industry's days lie apart. */
const daysOf = (scope: string): string => scope.replace('\u0001', '\u0003');

interface Change {
  readonly registered?: number;
  readonly retired?: number;
  readonly delegated?: number;
  readonly organizations?: number;
  readonly dayRetired?: number;
}

function count(state: ModelState, scope: string, change: Change): void {
  const day = Math.floor(state.journal.moment.timeMs / DAY_MS);
  const before = state.scopes.get(scope) ?? NOTHING;
  const isNewDay = before.day !== day;
  if (isNewDay && (before.dayRegistered > 0 || before.dayRetired > 0)) {
    const name = pair(daysOf(scope), String(before.day));
    state.days.put(name, [before.dayRegistered, before.dayRetired]);
  }
  const [registered, retired] = isNewDay ? [0, 0] : [before.dayRegistered, before.dayRetired];
  state.scopes.put(scope, {
    registered: before.registered + (change.registered ?? 0),
    retired: before.retired + (change.retired ?? 0),
    delegated: before.delegated + (change.delegated ?? 0),
    organizations: before.organizations + (change.organizations ?? 0),
    day,
    dayRegistered: registered + (change.registered ?? 0),
    dayRetired: retired + (change.dayRetired ?? 0),
  });
}

/** Of its prefix, and of its industry or else of the network. */
export function countRecords(state: ModelState, prefix: string, change: Change): void {
  for (const scope of [prefix, industry(prefix) ?? NETWORK]) count(state, scope, change);
}

/** The network's, the parent's and the industry's. */
export function countHolder(
  state: ModelState,
  prefix: string,
  to: string,
  from: string | undefined,
): void {
  const parent = labels(prefix).slice(0, -1).join('.');
  const scopes = [NETWORK, ...(parent === '' ? [] : [parent]), industry(prefix)];
  for (const scope of scopes) {
    if (scope === undefined) continue;
    let organizations = 0;
    const held = state.held.get(pair(scope, to)) ?? 0;
    if (held === 0) organizations += 1;
    state.held.put(pair(scope, to), held + 1);
    if (from !== undefined) {
      const left = (state.held.get(pair(scope, from)) ?? 0) - 1;
      if (left === 0) {
        organizations -= 1;
        state.held.remove(pair(scope, from));
      } else state.held.put(pair(scope, from), left);
    }
    count(state, scope, { organizations, delegated: from === undefined ? 1 : 0 });
  }
}

/** Notes what changed under a prefix: the empty text is the prefix itself. */
export function logChange(state: ModelState, prefix: string, suffixes: readonly string[]): void {
  const name = pair(prefix, String(state.journal.moment.height));
  const before = state.changes.get(name);
  if (before === undefined) {
    state.changes.put(name, suffixes);
    return;
  }
  const all = [...before, ...suffixes];
  if (all.reduce((sum, suffix) => sum + encodedBytes(suffix), 0) <= 1_500) {
    state.changes.amend(name, all);
  } else state.changes.put(name, suffixes);
}

/** A text with its head. */
export function encodedBytes(text: string): number {
  const bytes = Buffer.byteLength(text);
  if (bytes < 24) return bytes + 1;
  return bytes < 256 ? bytes + 2 : bytes + 3;
}
