import { decodeSignedHeader, msOfTimestamp } from '@touchmark/codec';
import { decodeVersioned } from '@touchmark/state/proof';
import { recordKey, recordRange } from '../record/record-keys.ts';
import { VerifyError } from '../verify-error.ts';
import { type AnswerResult, encodeAnswer } from './answer-codec.ts';
import { archivedVersion } from './archived-version.ts';
import { listRange } from './list-answer.ts';
import { existedThen, type RecordQuery, requireCovered } from './point-in-time.ts';
import { checkQuery, type Query } from './query.ts';

interface KeyRange {
  start: Uint8Array;
  end: Uint8Array;
}

/** What an answer is made from: one committed version of a state store. */
export interface AnswerSource {
  get(key: Uint8Array): Uint8Array | undefined;
  range(range: KeyRange & { limit?: number }): Iterable<{ key: Uint8Array; value: Uint8Array }>;
  proveKey(key: Uint8Array): Uint8Array;
  proveRange(range: KeyRange): Uint8Array;
  /** Table "history": map key || version (u32, big-endian) -> older envelope. */
  table(name: string): { get(key: Uint8Array): Uint8Array | undefined };
}

/** The header that holds the source's state root, with its commit and validators, all encoded. */
export interface AnswerHeader {
  signedHeader: Uint8Array;
  validators: Uint8Array;
}

/**
 * A page stops here even if the limit allows more records, so that answers stay small enough to
 * send.
 */
export const MAX_PAGE_BYTES = 1024 * 1024;

/** So many versions, or bytes of them, are in one answer at most. */
export const MAX_OLDER_VERSIONS = 4_096;
const MAX_OLDER_BYTES = 8 * 1024 * 1024;

function olderVersions(
  source: AnswerSource,
  query: RecordQuery,
  key: Uint8Array,
  current: Uint8Array,
): Uint8Array[] {
  const older: Uint8Array[] = [];
  let newest = decodeVersioned(current);
  let bytes = 0;
  while (!existedThen(query, newest) && newest.version > 1) {
    const envelope = archivedVersion(source, key, newest.version - 1);
    older.push(envelope);
    bytes += envelope.length;
    if (older.length > MAX_OLDER_VERSIONS || bytes > MAX_OLDER_BYTES) throw tooLong(query);
    newest = decodeVersioned(envelope);
  }
  return older;
}

function tooLong({ identifier }: RecordQuery): VerifyError {
  return new VerifyError(
    'VERIFY_HISTORY_TOO_LONG',
    `${identifier} has changed so often since that the proof would be too long: more than ` +
      `${MAX_OLDER_VERSIONS} versions, or ${MAX_OLDER_BYTES} bytes. Ask for a later moment, or without proof.`,
  );
}

function buildRecord(
  source: AnswerSource,
  query: RecordQuery,
): { result: AnswerResult; proof: Uint8Array } {
  const key = recordKey(query.identifier);
  const current = source.get(key) ?? null;
  const isPast = query.kind !== 'record' && current !== null;
  const older = isPast ? olderVersions(source, query, key, current) : [];
  return { result: { kind: 'record', current, older }, proof: source.proveKey(key) };
}

function buildList(
  source: AnswerSource,
  query: Extract<Query, { kind: 'list' }>,
): { result: AnswerResult; proof: Uint8Array } {
  const whole = recordRange(query.prefix, query.after);
  let last: Uint8Array | undefined;
  let bytes = 0;
  let count = 0;
  let isCut = false;
  for (const { key, value } of source.range({ ...whole, limit: query.limit + 1 })) {
    bytes += key.length + value.length;
    isCut = count === query.limit || (count > 0 && bytes > MAX_PAGE_BYTES);
    if (isCut) break;
    last = key.slice();
    count += 1;
  }
  const suffix = isCut && last !== undefined ? suffixOf(query.prefix, last) : null;
  return {
    result: { kind: 'list', last: suffix },
    proof: source.proveRange(listRange(query, suffix)),
  };
}

function suffixOf(prefix: string, key: Uint8Array): string {
  return String.fromCharCode(...key.subarray(prefix.length + 2));
}

/**
 * Makes the answer to a query, with its proof, from a store and the header that holds its root.
 *
 * @throws VerifyError VERIFY_AT_TOO_LATE if the query is about a block or time that the header does
 * not cover, VERIFY_HISTORY_TOO_LONG if too much has changed since.
 */
export function buildAnswer(source: AnswerSource, header: AnswerHeader, query: Query): Uint8Array {
  checkQuery(query);
  if (query.kind !== 'list' && query.kind !== 'record') {
    const { header: signed } = decodeSignedHeader(header.signedHeader);
    requireCovered(query, signed, msOfTimestamp(signed.time));
  }
  const parts = query.kind === 'list' ? buildList(source, query) : buildRecord(source, query);
  const { signedHeader, validators } = header;
  return encodeAnswer({ query, ...parts, signedHeader, validators });
}
