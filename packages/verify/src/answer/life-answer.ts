import { verifyHistory } from '@touchmark/state/proof';
import type { VerifiedHeader } from '../header/signed-header.ts';
import { recordKey } from '../record/record-keys.ts';
import { orRefuse, VerifyError } from '../verify-error.ts';
import type { Answer } from './answer-codec.ts';
import type { Query } from './query.ts';
import { recordOf, requireInState } from './record-answer.ts';
import type { VerifiedLifeAnswer } from './verified-answer.ts';

type LifeQuery = Extract<Query, { kind: 'life' }>;

/** Checks that these are all versions of a record, from the state root back to the first. */
export function proveLife(
  answer: Answer,
  query: LifeQuery,
  verified: VerifiedHeader,
): Pick<VerifiedLifeAnswer, 'status' | 'versions'> {
  const { result } = answer;
  if (result.kind !== 'record') throw new VerifyError('VERIFY_MALFORMED', 'another kind of result');
  const { current, older } = result;
  requireInState(answer.proof, recordKey(query.identifier), verified.header.appHash, current);
  if (current === null) {
    if (older.length === 0) return { status: 'life', versions: [] };
    throw new VerifyError('VERIFY_MALFORMED', 'Older versions of a record that never was.');
  }
  const chain = orRefuse(
    'VERIFY_HISTORY_BROKEN',
    'The older versions do not belong to the record',
    () => verifyHistory(current, older),
  );
  if (chain.at(-1)?.previous !== null) {
    throw new VerifyError(
      'VERIFY_HISTORY_VERSION',
      'The answer stops before the first version. Ask another node.',
    );
  }
  const versions = chain.map((version) => recordOf(query.identifier, version));
  return { status: 'life', versions };
}
