import { parseIdentifier } from '@touchmark/codec';
import {
  ProofError,
  type ProvenEntry,
  type ProvenRange,
  verifyRangeProof,
} from '@touchmark/state/proof';
import type { VerifiedHeader } from '../header/signed-header.ts';
import { identifierOfKey, keyAfter, recordRange } from '../record/record-keys.ts';
import { orRefuse, VerifyError } from '../verify-error.ts';
import type { Answer } from './answer-codec.ts';
import type { Query } from './query.ts';
import { readEnvelope, recordOf } from './record-answer.ts';
import type { VerifiedListAnswer, VerifiedRecord } from './verified-answer.ts';

type ListQuery = Extract<Query, { kind: 'list' }>;
type Proven = Pick<VerifiedListAnswer, 'status' | 'records' | 'complete' | 'more'>;

/** Keys [start, end) that a list with this last suffix must prove. */
export function listRange(
  query: ListQuery,
  last: string | null,
): { start: Uint8Array; end: Uint8Array } {
  const range = recordRange(query.prefix, query.after);
  return last === null ? range : { start: range.start, end: keyAfter(`${query.prefix}/${last}`) };
}

function readEntry(entry: { key: Uint8Array; value: Uint8Array }): VerifiedRecord {
  const identifier = orRefuse('VERIFY_RECORD_MALFORMED', 'The list holds a bad key', () => {
    const text = identifierOfKey(entry.key) ?? '';
    parseIdentifier(text);
    return text;
  });
  return recordOf(identifier, readEnvelope(entry.value));
}

function requireLast(query: ListQuery, last: string, records: readonly VerifiedRecord[]): void {
  if (records.at(-1)?.identifier === `${query.prefix}/${last}`) return;
  throw new VerifyError(
    'VERIFY_LIST_INCOMPLETE',
    `The list says that it ends with "${last}", but that is not its last record. Ask another node.`,
  );
}

function provenEntries(
  { proof }: Answer,
  { limit }: ListQuery,
  range: ProvenRange,
  { header }: VerifiedHeader,
): ProvenEntry[] {
  try {
    return verifyRangeProof(proof, header.appHash, range, { maxEntries: limit }).entries;
  } catch (cause) {
    if (!(cause instanceof ProofError)) throw cause;
    if (cause.code === 'PROOF_TOO_MANY_ENTRIES') {
      const message = `More records came than the limit of ${limit}. Ask another node.`;
      throw new VerifyError('VERIFY_LIST_INCOMPLETE', message, { cause });
    }
    const message = `The proof of the list does not lead to the state root: ${cause.message}`;
    throw new VerifyError('VERIFY_PROOF_INVALID', message, { cause });
  }
}

/** Checks everything below the state root of a verified header. */
export function proveList(
  answer: Answer,
  query: ListQuery,
  last: string | null,
  verified: VerifiedHeader,
): Proven {
  const entries = provenEntries(answer, query, listRange(query, last), verified);
  const records = entries.map(readEntry);
  if (last !== null) requireLast(query, last, records);
  return {
    status: 'list',
    records,
    complete: { after: query.after, last },
    more: last !== null,
  };
}
