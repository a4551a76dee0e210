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
  | { kind: 'list'; last: string | null };

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
  if (result.kind === 'list') {
    if (result.last === null) writer.null();
    else writer.text(result.last);
    return;
  }
  writer.array(2);
  if (result.current === null) writer.null();
  else writer.bytes(result.current);
  writer.array(result.older.length);
  for (const envelope of result.older) writer.bytes(envelope);
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
  if (query.kind === 'list') {
    return { kind: 'list', last: reader.peek() === 'null' ? reader.null() : reader.text() };
  }
  reader.arrayOf(2);
  const current = reader.peek() === 'null' ? reader.null() : reader.bytes();
  const older: Uint8Array[] = [];
  for (let left = reader.array(); left > 0; left -= 1) older.push(reader.bytes());
  return { kind: 'record', current, older };
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
