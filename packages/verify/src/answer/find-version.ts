import { decodeSignedHeader, msOfTimestamp } from '@touchmark/codec';
import { decodeVersioned } from '@touchmark/state/proof';
import { recordKey } from '../record/record-keys.ts';
import { archivedVersion } from './archived-version.ts';
import type { AnswerHeader, AnswerSource } from './build-answer.ts';
import { existedThen, type RecordQuery, requireCovered } from './point-in-time.ts';

/**
 * The envelope in force at the query's point in time, without a proof; undefined if nothing was registered then. Takes
 * a look at a few versions only, however many there are.
 *
 * @throws VerifyError VERIFY_AT_TOO_LATE
 */
export function findVersion(
  source: AnswerSource,
  header: AnswerHeader,
  query: RecordQuery,
): Uint8Array | undefined {
  const { header: signed } = decodeSignedHeader(header.signedHeader);
  requireCovered(query, signed, msOfTimestamp(signed.time));
  const key = recordKey(query.identifier);
  const current = source.get(key);
  if (current === undefined) return undefined;
  const newest = decodeVersioned(current).version;
  const envelopeOf = (version: number): Uint8Array =>
    version === newest ? current : archivedVersion(source, key, version);
  // Neither height nor time falls from one version to the next.
  let existed = 0;
  let high = newest;
  while (existed < high) {
    const middle = Math.ceil((existed + high) / 2);
    if (existedThen(query, decodeVersioned(envelopeOf(middle)))) existed = middle;
    else high = middle - 1;
  }
  return existed === 0 ? undefined : envelopeOf(existed);
}
