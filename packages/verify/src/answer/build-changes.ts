import { heightOfChange } from '../record/record-keys.ts';
import type { AnswerResult } from './answer-codec.ts';
import { type AnswerSource, MAX_PAGE_BYTES, olderVersions } from './answer-source.ts';
import { changesRange } from './changes-answer.ts';
import { MAX_LIST_LIMIT, type Query } from './query.ts';

/** What changed in whole blocks, as many as a page holds, with the lists of each. */
export function buildChanges(
  source: AnswerSource,
  query: Extract<Query, { kind: 'changes' }>,
): { result: AnswerResult; proof: Uint8Array } {
  const older: Uint8Array[][] = [];
  let last: number | null = null;
  let bytes = 0;
  const range = { ...changesRange(query, null), limit: MAX_LIST_LIMIT + 1 };
  for (const { key, value } of source.range(range)) {
    if (older.length === MAX_LIST_LIMIT || bytes > MAX_PAGE_BYTES) {
      // What was shown goes up to right before the next block with a change.
      last = heightOfChange(key) - 1;
      break;
    }
    const lists = [...olderVersions(source, key, value, () => false)];
    older.push(lists);
    bytes += lists.reduce((sum, list) => sum + list.length, key.length + value.length);
  }
  return {
    result: { kind: 'changes', last, older },
    proof: source.proveRange(changesRange(query, last)),
  };
}
