import {
  type CborReader,
  CborWriter,
  encodeHex,
  isCanonicalPrefix,
  isCanonicalSuffix,
  parseIdentifier,
} from '@touchmark/codec';
import { compareKeys, MAX_KEY_BYTES } from '@touchmark/state/proof';
import { VerifyError } from '../verify-error.ts';

/** A list, or a range of entries, holds at most this many. */
export const MAX_LIST_LIMIT = 10_000;
/** Keys from here up to the next byte hold restricted data: no answer is about them. */
const RESTRICTED_KEYS = 0x22;

/** The question that an answer is about; it is part of the answer's bytes. */
export type Query =
  /** What an identifier resolves to now, that is, in the state under the answer's header. */
  | { kind: 'record'; identifier: string }
  /** What it resolved to after block `height`. */
  | { kind: 'record-at-block'; identifier: string; height: number }
  /** What it resolved to at `timeMs` (milliseconds since 1970, block time). */
  | { kind: 'record-at-time'; identifier: string; timeMs: number }
  /** All that it ever resolved to: every version, from the first registration on. */
  | { kind: 'life'; identifier: string }
  /** What it resolves to in the end, over aliases; each step is proven. */
  | { kind: 'follow'; identifier: string }
  /**
   * The records directly under `prefix` whose suffix sorts bytewise after `after`, at most `limit`.
   */
  | { kind: 'list'; prefix: string; after: string | null; limit: number }
  /** What changed directly under `prefix` in the blocks `from` to `to`, both included. */
  | { kind: 'changes'; prefix: string; from: number; to: number }
  /** The entries of the state from key `start` to before `end` (null: to the last), at most `limit`. */
  | { kind: 'entries'; start: Uint8Array; end: Uint8Array | null; limit: number };

/** A query about one identifier, answered by one of its versions. */
export type RecordQuery = Extract<Query, { kind: 'record' | 'record-at-block' | 'record-at-time' }>;

function malformed(message: string): VerifyError {
  return new VerifyError('VERIFY_MALFORMED', message);
}

function requireCount(value: number, what: string): number {
  if (Number.isSafeInteger(value) && value >= 0) return value;
  throw malformed(`${what} must be a whole number; got ${value}`);
}

function requirePrefix(prefix: string): void {
  if (!isCanonicalPrefix(prefix)) throw malformed(`"${prefix}" is not a canonical prefix`);
}

function requireLimit(limit: number): void {
  if (requireCount(limit, 'the limit') >= 1 && limit <= MAX_LIST_LIMIT) return;
  throw malformed(`the limit must be 1 to ${MAX_LIST_LIMIT}`);
}

function requireKeys(start: Uint8Array, end: Uint8Array | null): void {
  if (start.length > MAX_KEY_BYTES || (end !== null && end.length > MAX_KEY_BYTES)) {
    throw malformed(`a bound has at most ${MAX_KEY_BYTES} bytes`);
  }
  if (end !== null && compareKeys(start, end) >= 0) throw malformed('the range of keys is empty');
  const isBefore = end !== null && compareKeys(end, Uint8Array.of(RESTRICTED_KEYS)) <= 0;
  if (isBefore || compareKeys(start, Uint8Array.of(RESTRICTED_KEYS + 1)) >= 0) return;
  throw malformed('the range touches restricted data, which no answer shows');
}

/**
 * Throws VERIFY_MALFORMED, or IdentifierError (codec), unless the query is well formed and its
 * names canonical.
 */
export function checkQuery(query: Query): void {
  switch (query.kind) {
    case 'list':
      requirePrefix(query.prefix);
      if (query.after !== null && !isCanonicalSuffix(query.after)) {
        throw malformed(`the cursor "${query.after}" is not a canonical suffix`);
      }
      requireLimit(query.limit);
      return;
    case 'changes':
      requirePrefix(query.prefix);
      requireCount(query.from, 'the first block');
      if (requireCount(query.to, 'the last block') < query.from) {
        throw malformed('the last block is before the first');
      }
      // The key behind it must have a number too.
      requireCount(query.to + 1, 'the last block');
      return;
    case 'entries':
      requireKeys(query.start, query.end);
      requireLimit(query.limit);
      return;
    case 'record-at-block':
      requireCount(query.height, 'the block');
      break;
    case 'record-at-time':
      requireCount(query.timeMs, 'the time');
      break;
    default:
  }
  parseIdentifier(query.identifier);
}

/** The query's bytes inside an answer (deterministic CBOR, see spec/answer.md). */
export function encodeQuery(query: Query): Uint8Array {
  const writer = new CborWriter();
  switch (query.kind) {
    case 'list':
      writer.array(4).text('list').text(query.prefix);
      if (query.after === null) writer.null();
      else writer.text(query.after);
      return writer.uint(query.limit).finish();
    case 'changes':
      writer.array(4).text('changes').text(query.prefix);
      return writer.uint(query.from).uint(query.to).finish();
    case 'entries':
      writer.array(4).text('entries').bytes(query.start);
      if (query.end === null) writer.null();
      else writer.bytes(query.end);
      return writer.uint(query.limit).finish();
    default: {
      const point = pointOf(query);
      writer.array(point === undefined ? 2 : 3);
      writer.text(query.kind).text(query.identifier);
      if (point !== undefined) writer.uint(point);
      return writer.finish();
    }
  }
}

/** Block or time that a query about one identifier is for; undefined: now. */
function pointOf(query: Extract<Query, { identifier: string }>): number | undefined {
  if (query.kind === 'record-at-block') return query.height;
  return query.kind === 'record-at-time' ? query.timeMs : undefined;
}

function readFields(reader: CborReader): Query {
  const count = reader.array();
  const kind = reader.text();
  switch (`${kind} ${count}`) {
    case 'record 2':
      return { kind: 'record', identifier: reader.text() };
    case 'record-at-block 3':
      return { kind: 'record-at-block', identifier: reader.text(), height: reader.uint() };
    case 'record-at-time 3':
      return { kind: 'record-at-time', identifier: reader.text(), timeMs: reader.uint() };
    case 'life 2':
      return { kind: 'life', identifier: reader.text() };
    case 'follow 2':
      return { kind: 'follow', identifier: reader.text() };
    case 'list 4': {
      const prefix = reader.text();
      const after = reader.peek() === 'null' ? reader.null() : reader.text();
      return { kind: 'list', prefix, after, limit: reader.uint() };
    }
    case 'changes 4': {
      const prefix = reader.text();
      return { kind: 'changes', prefix, from: reader.uint(), to: reader.uint() };
    }
    case 'entries 4': {
      const start = reader.bytes();
      const end = reader.peek() === 'null' ? reader.null() : reader.bytes();
      return { kind: 'entries', start, end, limit: reader.uint() };
    }
    default:
      throw malformed(`there is no query "${kind}" of ${count} parts`);
  }
}

/** Reads one query and checks it. */
export function readQuery(reader: CborReader): Query {
  const query = readFields(reader);
  checkQuery(query);
  return query;
}

/** The query in words, for messages. */
export function describeQuery(query: Query): string {
  switch (query.kind) {
    case 'list': {
      const start = query.after === null ? 'from the start' : `after ${query.after}`;
      return `the records under ${query.prefix} ${start}, at most ${query.limit}`;
    }
    case 'changes':
      return `what changed under ${query.prefix} in the blocks ${query.from} to ${query.to}`;
    case 'entries': {
      const end = query.end === null ? 'the last' : encodeHex(query.end);
      return `the entries from ${encodeHex(query.start)} to ${end}, at most ${query.limit}`;
    }
    case 'life':
      return `the whole life of ${query.identifier}`;
    case 'follow':
      return `what ${query.identifier} leads to`;
    default: {
      const record = `the record of ${query.identifier}`;
      if (query.kind === 'record-at-block') return `${record} after block ${query.height}`;
      if (query.kind === 'record-at-time') return `${record} at ${query.timeMs} ms since 1970`;
      return record;
    }
  }
}
