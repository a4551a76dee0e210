import { decodeSignedHeader, msOfTimestamp } from '@touchmark/codec';
import { recordKey, recordRange } from '../record/record-keys.ts';
import { type AnswerResult, encodeAnswer } from './answer-codec.ts';
import { type AnswerSource, MAX_PAGE_BYTES, olderOfRecord } from './answer-source.ts';
import { buildChanges } from './build-changes.ts';
import { buildFollow } from './build-follow.ts';
import { entriesRange } from './entries-answer.ts';
import { listRange } from './list-answer.ts';
import { existedThen, requireCovered } from './point-in-time.ts';
import { checkQuery, type Query, type RecordQuery } from './query.ts';

export type { AnswerSource } from './answer-source.ts';

/** The header that holds the source's state root, with its commit and validators, all encoded. */
export interface AnswerHeader {
  signedHeader: Uint8Array;
  validators: Uint8Array;
}

interface Parts {
  result: AnswerResult;
  proof: Uint8Array;
}

function buildRecord(source: AnswerSource, query: RecordQuery): Parts {
  const key = recordKey(query.identifier);
  const current = source.get(key) ?? null;
  const isPast = query.kind !== 'record' && current !== null;
  const older = isPast
    ? olderOfRecord(source, query.identifier, current, (version) => existedThen(query, version))
    : [];
  return { result: { kind: 'record', current, older }, proof: source.proveKey(key) };
}

function buildLife(source: AnswerSource, identifier: string): Parts {
  const key = recordKey(identifier);
  const current = source.get(key) ?? null;
  const older = current === null ? [] : olderOfRecord(source, identifier, current, () => false);
  return { result: { kind: 'record', current, older }, proof: source.proveKey(key) };
}

/** Key of the last entry of a page; null if the range ends with it. */
function lastOfPage(
  source: AnswerSource,
  range: { start: Uint8Array; end: Uint8Array | null },
  limit: number,
): Uint8Array | null {
  let last: Uint8Array | null = null;
  let bytes = 0;
  let count = 0;
  for (const { key, value } of source.range({ ...range, limit: limit + 1 })) {
    bytes += key.length + value.length;
    if (count === limit || (count > 0 && bytes > MAX_PAGE_BYTES)) return last;
    last = key.slice();
    count += 1;
  }
  return null;
}

function buildList(source: AnswerSource, query: Extract<Query, { kind: 'list' }>): Parts {
  const last = lastOfPage(source, recordRange(query.prefix, query.after), query.limit);
  const suffix =
    last === null ? null : String.fromCharCode(...last.subarray(query.prefix.length + 2));
  return {
    result: { kind: 'list', last: suffix },
    proof: source.proveRange(listRange(query, suffix)),
  };
}

function buildEntries(source: AnswerSource, query: Extract<Query, { kind: 'entries' }>): Parts {
  const last = lastOfPage(source, query, query.limit);
  return {
    result: { kind: 'entries', last },
    proof: source.proveRange(entriesRange(query, last)),
  };
}

function buildParts(source: AnswerSource, query: Query): Parts {
  switch (query.kind) {
    case 'list':
      return buildList(source, query);
    case 'entries':
      return buildEntries(source, query);
    case 'changes':
      return buildChanges(source, query);
    case 'life':
      return buildLife(source, query.identifier);
    case 'follow':
      return buildFollow(source, query.identifier);
    default:
      return buildRecord(source, query);
  }
}

/**
 * Makes the answer to a query, with its proof, from a store and the header that holds its root.
 *
 * @throws VerifyError VERIFY_AT_TOO_LATE if the query is about a block or time that the header does
 * not cover, VERIFY_HISTORY_TOO_LONG if too much has changed since.
 */
export function buildAnswer(source: AnswerSource, header: AnswerHeader, query: Query): Uint8Array {
  checkQuery(query);
  const { kind } = query;
  if (kind === 'record-at-block' || kind === 'record-at-time' || kind === 'changes') {
    const { header: signed } = decodeSignedHeader(header.signedHeader);
    requireCovered(query, signed, msOfTimestamp(signed.time));
  }
  const { signedHeader, validators } = header;
  return encodeAnswer({ query, ...buildParts(source, query), signedHeader, validators });
}
