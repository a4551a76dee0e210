import {
  type CborReader,
  CborWriter,
  isCanonicalPrefix,
  isCanonicalSuffix,
  parseIdentifier,
} from '@touchmark/codec';
import { VerifyError } from '../verify-error.ts';

/** A list holds at most this many records. */
export const MAX_LIST_LIMIT = 10_000;

/** The question that an answer is about; it is part of the answer's bytes. */
export type Query =
  /** What an identifier resolves to now, that is, in the state under the answer's header. */
  | { kind: 'record'; identifier: string }
  /** What it resolved to after block `height`. */
  | { kind: 'record-at-block'; identifier: string; height: number }
  /** What it resolved to at `timeMs` (milliseconds since 1970, block time). */
  | { kind: 'record-at-time'; identifier: string; timeMs: number }
  /**
   * The records directly under `prefix` whose suffix sorts bytewise after `after`, at most `limit`.
   */
  | { kind: 'list'; prefix: string; after: string | null; limit: number };

function requireCount(value: number, what: string): number {
  if (Number.isSafeInteger(value) && value >= 0) return value;
  throw new VerifyError('VERIFY_MALFORMED', `${what} must be a whole number; got ${value}`);
}

/**
 * Throws VERIFY_MALFORMED, or IdentifierError (codec), unless the query is well formed and its
 * names canonical.
 */
export function checkQuery(query: Query): void {
  if (query.kind === 'list') {
    const { prefix, after, limit } = query;
    if (!isCanonicalPrefix(prefix)) {
      throw new VerifyError('VERIFY_MALFORMED', `"${prefix}" is not a canonical prefix`);
    }
    if (after !== null && !isCanonicalSuffix(after)) {
      throw new VerifyError('VERIFY_MALFORMED', `the cursor "${after}" is not a canonical suffix`);
    }
    if (requireCount(limit, 'the limit') < 1 || limit > MAX_LIST_LIMIT) {
      throw new VerifyError('VERIFY_MALFORMED', `the limit must be 1 to ${MAX_LIST_LIMIT}`);
    }
    return;
  }
  parseIdentifier(query.identifier);
  if (query.kind === 'record-at-block') requireCount(query.height, 'the block');
  if (query.kind === 'record-at-time') requireCount(query.timeMs, 'the time');
}

/** The query's bytes inside an answer (deterministic CBOR, see spec/answer.md). */
export function encodeQuery(query: Query): Uint8Array {
  const writer = new CborWriter();
  if (query.kind === 'list') {
    writer.array(4).text('list').text(query.prefix);
    if (query.after === null) writer.null();
    else writer.text(query.after);
    return writer.uint(query.limit).finish();
  }
  const point = pointOf(query);
  writer.array(point === undefined ? 2 : 3);
  writer.text(query.kind).text(query.identifier);
  if (point !== undefined) writer.uint(point);
  return writer.finish();
}

/** Block or time that a query about one identifier is for; undefined: now. */
function pointOf(query: Exclude<Query, { kind: 'list' }>): number | undefined {
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
    case 'list 4': {
      const prefix = reader.text();
      const after = reader.peek() === 'null' ? reader.null() : reader.text();
      return { kind: 'list', prefix, after, limit: reader.uint() };
    }
    default:
      throw new VerifyError('VERIFY_MALFORMED', `there is no query "${kind}" of ${count} parts`);
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
  if (query.kind === 'list') {
    const start = query.after === null ? 'from the start' : `after ${query.after}`;
    return `the records under ${query.prefix} ${start}, at most ${query.limit}`;
  }
  const record = `the record of ${query.identifier}`;
  if (query.kind === 'record-at-block') return `${record} after block ${query.height}`;
  if (query.kind === 'record-at-time') return `${record} at ${query.timeMs} ms since 1970`;
  return record;
}
