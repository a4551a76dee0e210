import { CborReader } from '@touchmark/codec';
import type { StateView } from '@touchmark/state';
import type { BlockMoment } from '../../kernel/action-context.ts';
import type { StateWriter } from '../../kernel/state-writer.ts';
import { writeCbor } from '../../kernel/write-cbor.ts';
import {
  dayKey,
  holderKey,
  industryRange,
  scopeKey,
  scopesOfPrefix,
  scopesOfRecord,
} from './scope.ts';
import type { Scope } from './scope.ts';

/** What happened on one day. */
export interface DayCounts {
  readonly registered: number;
  readonly retired: number;
}

/** What lies in a scope. */
export interface Counts extends DayCounts {
  /** Identifiers ever registered, the retired ones included. */
  readonly registered: number;
  /** Identifiers that are retired. */
  readonly retired: number;
  /** Prefixes delegated. */
  readonly delegated: number;
  /** Organizations that hold one of these prefixes. */
  readonly organizations: number;
  /** The last day on which anything was counted, since 1970 in UTC, and what was on it so far. */
  readonly lastDay: { readonly day: number } & DayCounts;
}

/** What a change adds; what is of the day is taken from it as well. */
export interface Added {
  readonly registered?: number;
  readonly retired?: number;
  readonly delegated?: number;
  /** Of the retired ones, those that are registered again. */
  readonly revived?: number;
}

/** A writer that knows the moment: a transaction's context. */
export interface MomentWriter extends StateWriter {
  readonly block: BlockMoment;
}

const DAY_MS = 86_400_000;
const NONE: Counts = {
  registered: 0,
  retired: 0,
  delegated: 0,
  organizations: 0,
  lastDay: { day: 0, registered: 0, retired: 0 },
};

/** Number of a moment's day in UTC, since 1970. */
export function dayOf(timeMs: number): number {
  return Math.floor(timeMs / DAY_MS);
}

export function decodeCounts(value: Uint8Array): Counts {
  const reader = new CborReader(value);
  reader.array();
  const registered = reader.uint();
  const retired = reader.uint();
  const delegated = reader.uint();
  const organizations = reader.uint();
  const lastDay = { day: reader.uint(), registered: reader.uint(), retired: reader.uint() };
  reader.end();
  return { registered, retired, delegated, organizations, lastDay };
}

export function decodeDay(value: Uint8Array): DayCounts {
  const reader = new CborReader(value);
  reader.array();
  const counts = { registered: reader.uint(), retired: reader.uint() };
  reader.end();
  return counts;
}

export function readScope(state: StateView, scope: Scope): Counts {
  const value = state.get(scopeKey(scope));
  return value === undefined ? NONE : decodeCounts(value);
}

/** What lies directly under a prefix. */
export function readCounts(state: StateView, prefix: string): Counts {
  return readScope(state, { kind: 'prefix', prefix });
}

/** What lies in the whole network: its own counts, and those of all industries. */
export function readNetworkCounts(
  state: StateView,
): Pick<Counts, 'registered' | 'retired' | 'delegated' | 'organizations'> {
  const own = readScope(state, { kind: 'network' });
  let { registered, retired } = own;
  for (const { value } of state.range(industryRange())) {
    const industry = decodeCounts(value);
    registered += industry.registered;
    retired += industry.retired;
  }
  const { delegated, organizations } = own;
  return { registered, retired, delegated, organizations };
}

/** What happened in a scope on one day. */
export function readDay(state: StateView, scope: Scope, day: number): DayCounts {
  const { lastDay } = readScope(state, scope);
  if (lastDay.day === day) return { registered: lastDay.registered, retired: lastDay.retired };
  const value = state.get(dayKey(scope, day));
  return value === undefined ? { registered: 0, retired: 0 } : decodeDay(value);
}

/** Counts what happens to records directly under a prefix. */
export function countRecords(state: MomentWriter, prefix: string, added: Added): void {
  for (const scope of scopesOfRecord(prefix)) addTo(state, scope, added, 0);
}

/** Counts a prefix that gets a holder; `before`: the one it had. */
export function countHolder(
  state: MomentWriter,
  prefix: string,
  holder: string,
  before: string | undefined,
): void {
  for (const scope of scopesOfPrefix(prefix)) {
    let organizations = addPrefixesHeld(state, scope, holder, 1);
    if (before !== undefined) organizations += addPrefixesHeld(state, scope, before, -1);
    addTo(state, scope, { delegated: before === undefined ? 1 : 0 }, organizations);
  }
}

/** Returns how many organizations more (or less) hold something in the scope. */
function addPrefixesHeld(state: StateWriter, scope: Scope, id: string, added: number): number {
  const key = holderKey(scope, id);
  const value = state.get(key);
  const held = value === undefined ? 0 : new CborReader(value).uint();
  const now = held + added;
  if (now === 0) state.remove(key);
  else
    state.put(
      key,
      writeCbor((writer) => writer.uint(now)),
    );
  if (held === 0) return 1;
  return now === 0 ? -1 : 0;
}

/**
 * The last day stands in the counts themselves and is put apart when another one begins: so a
 * change is one write for each scope.
 */
function addTo(state: MomentWriter, scope: Scope, added: Added, organizations: number): void {
  const { registered = 0, retired = 0, delegated = 0, revived = 0 } = added;
  const key = scopeKey(scope);
  const value = state.get(key);
  const counts = value === undefined ? NONE : decodeCounts(value);
  const today = dayOf(state.block.timeMs);
  let { lastDay } = counts;
  if (lastDay.day !== today) {
    closeDay(state, scope, lastDay);
    lastDay = { day: today, registered: 0, retired: 0 };
  }
  const written = writeCbor((writer) => {
    writer.array(7);
    writer.uint(counts.registered + registered);
    writer.uint(counts.retired + retired - revived);
    writer.uint(counts.delegated + delegated);
    writer.uint(counts.organizations + organizations);
    writer.uint(today);
    writer.uint(lastDay.registered + registered);
    writer.uint(lastDay.retired + retired);
  });
  state.put(key, written);
}

function closeDay(state: StateWriter, scope: Scope, { day, ...counts }: Counts['lastDay']): void {
  if (counts.registered === 0 && counts.retired === 0) return;
  const value = writeCbor((writer) => {
    writer.array(2).uint(counts.registered).uint(counts.retired);
  });
  state.put(dayKey(scope, day), value);
}
