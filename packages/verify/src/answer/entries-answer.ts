import { compareKeys, verifyRangeProof } from '@touchmark/state/proof';
import { equalBytes } from '@touchmark/codec';
import type { VerifiedHeader } from '../header/signed-header.ts';
import { orRefuse, VerifyError } from '../verify-error.ts';
import type { Answer } from './answer-codec.ts';
import type { Query } from './query.ts';
import type { VerifiedEntriesAnswer } from './verified-answer.ts';

type EntriesQuery = Extract<Query, { kind: 'entries' }>;
type Proven = Pick<VerifiedEntriesAnswer, 'status' | 'entries' | 'complete' | 'more'>;

/** Keys [start, end) that an answer with this last key must prove. */
export function entriesRange(
  query: EntriesQuery,
  last: Uint8Array | null,
): { start: Uint8Array; end: Uint8Array | null } {
  if (last === null) return { start: query.start, end: query.end };
  const end = new Uint8Array(last.length + 1);
  end.set(last);
  return { start: query.start, end };
}

/** A page ends inside of the range: entries behind it were not asked for, and can be restricted data. */
function requireInside({ end }: EntriesQuery, last: Uint8Array | null): void {
  if (last === null || end === null || compareKeys(last, end) < 0) return;
  throw new VerifyError(
    'VERIFY_LIST_INCOMPLETE',
    'The last key that the answer names lies behind the range that was asked for. Ask another node.',
  );
}

/** Checks everything below the state root of a verified header. */
export function proveEntries(
  answer: Answer,
  query: EntriesQuery,
  verified: VerifiedHeader,
): Proven {
  const last = answer.result.kind === 'entries' ? answer.result.last : null;
  requireInside(query, last);
  const { entries } = orRefuse(
    'VERIFY_PROOF_INVALID',
    'The proof of the entries does not lead to the state root',
    () => verifyRangeProof(answer.proof, verified.header.appHash, entriesRange(query, last)),
  );
  if (entries.length > query.limit) {
    throw new VerifyError(
      'VERIFY_LIST_INCOMPLETE',
      `${entries.length} entries came for a limit of ${query.limit}. Ask another node.`,
    );
  }
  const final = entries.at(-1)?.key;
  if (last !== null && (final === undefined || !equalBytes(final, last))) {
    throw new VerifyError(
      'VERIFY_LIST_INCOMPLETE',
      'The entries do not end with the key that the answer names as their last. Ask another node.',
    );
  }
  return {
    status: 'entries',
    entries: entries.map(({ key, value }) => ({ key, value })),
    complete: { start: query.start, last },
    more: last !== null,
  };
}
