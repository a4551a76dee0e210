import type { VersionedValue } from '@touchmark/state/proof';
import type { VerifiedHeader } from '../header/signed-header.ts';
import { VerifyError } from '../verify-error.ts';
import type { Query, RecordQuery } from './query.ts';

/** Queries that a header may be too early for. */
type PastQuery = RecordQuery | Extract<Query, { kind: 'changes' }>;

export type { RecordQuery };

/**
 * Throws if the state under this header cannot know the answer yet. The header of block X holds the
 * state after block X - 1, and later blocks are not earlier than X: so it speaks for heights below
 * X and times before its own.
 */
export function requireCovered(
  query: PastQuery,
  header: VerifiedHeader['header'],
  timeMs: number,
): void {
  const height = lastBlockOf(query);
  if (height !== undefined && height >= header.height) {
    throw new VerifyError(
      'VERIFY_AT_TOO_LATE',
      `Block ${height} is not covered yet: header ${header.height} holds the state after block ` +
        `${header.height - 1}. Ask for an earlier block, or later.`,
    );
  }
  if (query.kind === 'record-at-time' && query.timeMs >= timeMs) {
    throw new VerifyError(
      'VERIFY_AT_TOO_LATE',
      `${textOfTime(query.timeMs)} is not covered yet: the newest header is of ${textOfTime(timeMs)}. ` +
        'Ask for an earlier time, or later.',
    );
  }
}

function lastBlockOf(query: PastQuery): number | undefined {
  if (query.kind === 'record-at-block') return query.height;
  return query.kind === 'changes' ? query.to : undefined;
}

/** Years that a Date can't hold may well be asked for. */
const LAST_DATE_MS = 8.64e15;

const textOfTime = (timeMs: number): string =>
  timeMs <= LAST_DATE_MS ? new Date(timeMs).toISOString() : `Millisecond ${timeMs}`;

/** Was this version there at the point in time that the query is about? */
export function existedThen(
  query: RecordQuery,
  written: { height: number; timeMs: number },
): boolean {
  if (query.kind === 'record-at-block') return written.height <= query.height;
  if (query.kind === 'record-at-time') return written.timeMs <= query.timeMs;
  return true;
}

/**
 * Picks the version in force from a proven chain of versions, newest first. The chain must end
 * exactly there, or with version 1 if nothing was registered yet: then undefined.
 */
export function versionInForce(
  query: RecordQuery,
  chain: readonly VersionedValue[],
): VersionedValue | undefined {
  const index = chain.findIndex((version) => existedThen(query, version));
  if (index === chain.length - 1) return chain[index];
  if (index === -1 && chain.at(-1)?.previous === null) return undefined;
  throw new VerifyError(
    'VERIFY_HISTORY_VERSION',
    index === -1
      ? 'The answer stops before the version that was in force. Ask another node.'
      : 'The answer goes on beyond the version that was in force. Ask another node.',
  );
}
