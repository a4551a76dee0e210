import { CborReader, CborWriter, equalBytes } from '@touchmark/codec';
import { sha256 } from '@touchmark/crypto';
import { orRefuse, VerifyError } from '../verify-error.ts';
import { encodeQuery, type Query, readQuery } from './query.ts';

/** First element of every answer: what the bytes are, and their version. */
export const ANSWER_TAG = 'touchmark/answer/1';
/** Longer answers are refused unread. */
export const MAX_ANSWER_BYTES = 64 * 1024 * 1024;

/** What stands in the place of the result, by the kind of query. */
export type AnswerResult =
  /**
   * For records: the current envelope (null: absent), and for -at queries older ones, newest first.
   */
  | { kind: 'record'; current: Uint8Array | null; older: readonly Uint8Array[] }
  /**
   * For lists: suffix of the last entry, or null if the prefix holds nothing beyond the entries.
   */
  | { kind: 'list'; last: string | null }
  /** For entries: key of the last one, or null if nothing more lies in the range. */
  | { kind: 'entries'; last: Uint8Array | null }
  /**
   * For changes: the last block proven, or null if all of the range is; for each entry of the change
   * log its older versions, newest first.
   */
  | { kind: 'changes'; last: number | null; older: readonly (readonly Uint8Array[])[] }
  /** For aliases: the current envelope of each step; null: absent, and only at the end. */
  | { kind: 'follow'; steps: readonly (Uint8Array | null)[] };

/** An answer taken apart; nothing of it is verified. */
export interface Answer {
  query: Query;
  result: AnswerResult;
  /** Proof of a key or of a range, as the state tree makes it (spec/state-tree.md). */
  proof: Uint8Array;
  /** Header and commit, as `encodeSignedHeader` makes them. */
  signedHeader: Uint8Array;
  /** The validators that signed, as `encodeValidators` makes them. */
  validators: Uint8Array;
}

function writeResult(writer: CborWriter, result: AnswerResult): void {
  switch (result.kind) {
    case 'list':
      if (result.last === null) writer.null();
      else writer.text(result.last);
      return;
    case 'entries':
      return writeNullable(writer, result.last);
    case 'changes':
      writer.array(2);
      if (result.last === null) writer.null();
      else writer.uint(result.last);
      writer.array(result.older.length);
      for (const versions of result.older) writeAll(writer, versions);
      return;
    case 'follow':
      writer.array(result.steps.length);
      for (const step of result.steps) writeNullable(writer, step);
      return;
    default:
      writer.array(2);
      writeNullable(writer, result.current);
      writeAll(writer, result.older);
  }
}

function writeNullable(writer: CborWriter, bytes: Uint8Array | null): void {
  if (bytes === null) writer.null();
  else writer.bytes(bytes);
}

function writeAll(writer: CborWriter, items: readonly Uint8Array[]): void {
  writer.array(items.length);
  for (const item of items) writer.bytes(item);
}

/** Answers of the usual size share one writer: a node makes tens of thousands a second, and fresh memory costs time. */
const SHARED_BYTES = 16_384;
const shared = new CborWriter(SHARED_BYTES);

/** The one encoding of an answer; see spec/answer.md. */
export function encodeAnswer(answer: Answer): Uint8Array {
  const query = encodeQuery(answer.query);
  const size = answer.proof.length + answer.signedHeader.length + answer.validators.length;
  const writer = size > SHARED_BYTES ? new CborWriter(size + 1024) : shared.clear();
  writer.array(7).text(ANSWER_TAG).raw(query).bytes(sha256(query));
  writeResult(writer, answer.result);
  writer.bytes(answer.proof).bytes(answer.signedHeader).bytes(answer.validators);
  return writer.finish();
}

function readResult(reader: CborReader, query: Query): AnswerResult {
  switch (query.kind) {
    case 'list':
      return { kind: 'list', last: reader.peek() === 'null' ? reader.null() : reader.text() };
    case 'entries':
      return { kind: 'entries', last: readNullable(reader) };
    case 'changes': {
      reader.arrayOf(2);
      const last = reader.peek() === 'null' ? reader.null() : reader.uint();
      return { kind: 'changes', last, older: readEach(reader, readAll) };
    }
    case 'follow':
      return { kind: 'follow', steps: readEach(reader, readNullable) };
    default:
      reader.arrayOf(2);
      return { kind: 'record', current: readNullable(reader), older: readAll(reader) };
  }
}

function readNullable(reader: CborReader): Uint8Array | null {
  return reader.peek() === 'null' ? reader.null() : reader.bytes();
}

function readAll(reader: CborReader): Uint8Array[] {
  return readEach(reader, (from) => from.bytes());
}

function readEach<Item>(reader: CborReader, read: (reader: CborReader) => Item): Item[] {
  const items: Item[] = [];
  for (let left = reader.array(); left > 0; left -= 1) items.push(read(reader));
  return items;
}

function read(bytes: Uint8Array): Answer {
  const reader = new CborReader(bytes, { maxBytes: MAX_ANSWER_BYTES });
  reader.arrayOf(7);
  const tag = reader.text();
  if (tag !== ANSWER_TAG) {
    throw new VerifyError('VERIFY_MALFORMED', `it begins with "${tag}", not "${ANSWER_TAG}"`);
  }
  const start = reader.offset;
  const query = readQuery(reader);
  const queryBytes = bytes.subarray(start, reader.offset);
  // A changed block or limit can make another true statement: this binds the question's bytes as
  // well.
  if (!equalBytes(reader.bytesOf(32), sha256(queryBytes))) {
    throw new VerifyError(
      'VERIFY_QUERY_DAMAGED',
      'The question inside the answer was changed on the way. Fetch the answer again.',
    );
  }
  const result = readResult(reader, query);
  const proof = reader.bytes();
  const signedHeader = reader.bytes();
  const validators = reader.bytes();
  reader.end();
  return { query, result, proof, signedHeader, validators };
}

/**
 * Takes an answer apart, strictly: exactly one encoding of each answer is accepted. Parts are views
 * of `bytes`. Throws VerifyError. Proves nothing: that is `verifyAnswer`.
 */
export function decodeAnswer(bytes: Uint8Array): Answer {
  return orRefuse('VERIFY_MALFORMED', 'These bytes are not an answer', () => read(bytes));
}
