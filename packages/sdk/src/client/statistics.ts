import { dayRange, decodeCounts, decodeDay, scopeKey } from '@touchmark/ledger';
import type { Counts, DayCounts, Scope } from '@touchmark/ledger';
import type { VerifiedEntriesAnswer } from '@touchmark/verify';
import { SdkError } from '../sdk-error.ts';
import { entries } from './history.ts';
import type { ReadOptions, Session } from './session.ts';

const MOST_DAYS = 1_000;

/** One day, counted from 1970 in UTC. */
export interface DayStatistics extends DayCounts {
  day: number;
}

/** What lies in a prefix, an industry or the network, proven. */
export interface Statistics {
  scope: Scope;
  counts: Counts | undefined;
  /** Days asked for on which anything was registered or retired. */
  days: DayStatistics[];
  /** Who vouches for it. */
  proof: Omit<VerifiedEntriesAnswer, 'entries'>;
}

export interface StatisticsOptions extends ReadOptions {
  /** First and last day, at most 1,000 days; default: no days. */
  days?: { from: number; to: number };
}

/** Numbers of a scope with the proof. See `Client.statistics`. */
export async function statistics(
  session: Session,
  scope: Scope,
  { days, ...options }: StatisticsOptions = {},
): Promise<Statistics> {
  if (days !== undefined && (days.to < days.from || days.to - days.from >= MOST_DAYS)) {
    throw new SdkError('SDK_USAGE', `Ask for 1 to ${MOST_DAYS} days.`);
  }
  const start = scopeKey(scope);
  const end = new Uint8Array([...start, 0]);
  const { entries: own, ...proof } = await entries(session, { start, end, limit: 1 }, options);
  const [entry] = own;
  const counts = entry === undefined ? undefined : decodeCounts(entry.value);
  const found = days === undefined ? [] : await readDays(session, scope, days, options);
  const last = counts?.lastDay;
  if (days !== undefined && last !== undefined && last.day >= days.from && last.day <= days.to) {
    if (found.at(-1)?.day !== last.day) found.push(last);
  }
  return { scope, counts, days: found, proof };
}

/** The days that are over; the last one stands in the counts. */
async function readDays(
  session: Session,
  scope: Scope,
  days: { from: number; to: number },
  options: ReadOptions,
): Promise<DayStatistics[]> {
  const range = { ...dayRange(scope, days.from, days.to), limit: MOST_DAYS };
  const { entries: found } = await entries(session, range, options);
  return found.map(({ key, value }) => {
    const view = new DataView(key.buffer, key.byteOffset, key.length);
    return { day: view.getUint32(key.length - 4), ...decodeDay(value) };
  });
}
