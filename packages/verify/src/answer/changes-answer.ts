import { CborReader, isCanonicalSuffix } from '@touchmark/codec';
import { verifyHistory, verifyRangeProof } from '@touchmark/state/proof';
import type { VerifiedHeader } from '../header/signed-header.ts';
import { changeKey, heightOfChange } from '../record/record-keys.ts';
import { orRefuse, VerifyError } from '../verify-error.ts';
import type { Answer } from './answer-codec.ts';
import { requireCovered } from './point-in-time.ts';
import type { Query } from './query.ts';
import type { ChangedBlock, VerifiedChangesAnswer } from './verified-answer.ts';

type ChangesQuery = Extract<Query, { kind: 'changes' }>;
type Proven = Pick<VerifiedChangesAnswer, 'status' | 'blocks' | 'complete' | 'more'>;

/** Keys [start, end) that an answer with this last block must prove. */
export function changesRange(
  query: ChangesQuery,
  last: number | null,
): { start: Uint8Array; end: Uint8Array } {
  const { prefix, from, to } = query;
  return { start: changeKey(prefix, from), end: changeKey(prefix, (last ?? to) + 1) };
}

function readSuffixes(body: Uint8Array): string[] {
  const reader = new CborReader(body);
  const suffixes: string[] = [];
  for (let left = reader.array(); left > 0; left -= 1) {
    const suffix = reader.text();
    if (suffix !== '' && !isCanonicalSuffix(suffix)) {
      throw new VerifyError('VERIFY_RECORD_MALFORMED', `"${suffix}" is not a canonical suffix`);
    }
    suffixes.push(suffix);
  }
  reader.end();
  return suffixes;
}

/** What changed in a block: all versions of its entry, each a list, the oldest first. */
function readBlock(
  entry: { key: Uint8Array; value: Uint8Array },
  older: readonly Uint8Array[],
): ChangedBlock {
  const chain = orRefuse('VERIFY_HISTORY_BROKEN', 'The lists of a block do not belong to it', () =>
    verifyHistory(entry.value, older),
  );
  if (chain.at(-1)?.previous !== null) {
    throw new VerifyError(
      'VERIFY_HISTORY_VERSION',
      'The answer leaves out the first list of a block. Ask another node.',
    );
  }
  const height = heightOfChange(entry.key);
  const suffixes = orRefuse('VERIFY_RECORD_MALFORMED', 'A list of changes cannot be read', () =>
    chain.toReversed().flatMap(({ body }) => readSuffixes(body)),
  );
  return { height, timeMs: chain[0]?.timeMs ?? 0, suffixes };
}

/** Checks everything below the state root of a verified header. */
export function proveChanges(
  answer: Answer,
  query: ChangesQuery,
  verified: VerifiedHeader,
): Proven {
  const { header, timeMs } = verified;
  requireCovered(query, header, timeMs);
  const { result } = answer;
  if (result.kind !== 'changes')
    throw new VerifyError('VERIFY_MALFORMED', 'another kind of result');
  const { last, older } = result;
  if (last !== null && (last < query.from || last >= query.to)) {
    throw new VerifyError('VERIFY_LIST_INCOMPLETE', `Block ${last} ends no part of the range.`);
  }
  const { entries } = orRefuse(
    'VERIFY_PROOF_INVALID',
    'The proof of the changes does not lead to the state root',
    () => verifyRangeProof(answer.proof, header.appHash, changesRange(query, last)),
  );
  if (entries.length !== older.length) {
    throw new VerifyError(
      'VERIFY_LIST_INCOMPLETE',
      `${older.length} blocks came, and ${entries.length} are proven. Ask another node.`,
    );
  }
  return {
    status: 'changes',
    blocks: entries.map((entry, place) => readBlock(entry, older[place] ?? [])),
    complete: { from: query.from, to: last ?? query.to },
    more: last !== null,
  };
}
