import type { ChainHead } from '@touchmark/engine';
import type { StateSnapshot } from '@touchmark/state';
import { decodeVersioned, type VersionedValue } from '@touchmark/state/proof';
import {
  buildAnswer,
  decodeAnswer,
  findVersion,
  recordKey,
  type RecordQuery,
  VerifyError,
} from '@touchmark/verify';
import { PROBLEMS } from '../problems/catalogue.ts';
import { ProblemError } from '../problems/problem.ts';
import { AnswerText, latin1 } from './answer-text.ts';
import {
  type DisclosedValues,
  type RecordJson,
  recordJson,
  type RecordStanding,
  recordStanding,
} from './record-json.ts';
import type { ResolveTarget } from './target.ts';

/** What an identifier resolves to, with everything an HTTP answer is made of. */
export interface Resolution {
  /** undefined: the identifier is not registered (or was not then). */
  record: RecordJson | undefined;
  /** The answer's bytes, one a character, if a proof was wanted. */
  proof: string | undefined;
}

/** What `resolveIn` returns when the client has the present version already. */
export const UNCHANGED: Resolution = { record: undefined, proof: undefined };

/** Says which restricted values this request may see; throws a ProblemError if its token is no good. */
export type Disclose = (
  view: StateSnapshot,
  head: ChainHead,
  identifier: string,
  envelope: Uint8Array,
) => DisclosedValues;

const VERSION_BYTES = 4;

/** The first version of the record under a key; for those that have later ones. */
export function firstVersionOf(view: StateSnapshot, key: Uint8Array): VersionedValue {
  const archived = new Uint8Array(key.length + VERSION_BYTES);
  archived.set(key);
  archived[archived.length - 1] = 1;
  const envelope = view.table('history').get(archived);
  if (envelope === undefined) {
    throw new Error('The store has lost the first version of a record. Run a scrub of the store.');
  }
  return decodeVersioned(envelope);
}

function queryOf({ identifier, asOf }: ResolveTarget): RecordQuery {
  if (asOf === undefined) return { kind: 'record', identifier };
  if ('height' in asOf) return { kind: 'record-at-block', identifier, height: asOf.height };
  return { kind: 'record-at-time', identifier, timeMs: asOf.timeMs };
}

/** The envelope in force at the point in time of the question, from an answer that was just made. */
function envelopeThen(answer: Uint8Array, { asOf }: ResolveTarget): Uint8Array | undefined {
  const { result } = decodeAnswer(answer);
  if (result.kind !== 'record' || result.current === null) return undefined;
  const newestFirst = [result.current, ...result.older];
  return newestFirst.find((envelope) => {
    if (asOf === undefined) return true;
    const { height, timeMs } = decodeVersioned(envelope);
    return 'height' in asOf ? height <= asOf.height : timeMs <= asOf.timeMs;
  });
}

/** What the client asked for can't be had: which is no fault of the node. */
const REFUSED: Readonly<Record<string, 'STATE_NOT_YET' | 'HISTORY_TOO_LONG'>> = {
  VERIFY_AT_TOO_LATE: 'STATE_NOT_YET',
  VERIFY_HISTORY_TOO_LONG: 'HISTORY_TOO_LONG',
};

function asProblem<Result>(make: () => Result): Result {
  try {
    return make();
  } catch (error) {
    const code = error instanceof VerifyError ? REFUSED[error.code] : undefined;
    if (code === undefined || !(error instanceof Error)) throw error;
    throw new ProblemError(code, {
      details: { en: error.message, zh: PROBLEMS[code].fix.zh },
      cause: error,
    });
  }
}

const answerText = new AnswerText();

/** What the caller will do with a resolution: what it doesn't need isn't made. */
export interface Wanted {
  proof: boolean;
  /** False: the record's members stay empty, version and status are there. */
  json: boolean;
  /** Asked first, where the question is about the present: true makes the result UNCHANGED. */
  unless?: ((record: RecordStanding) => boolean) | undefined;
}

/** Answers a question from one snapshot. Throws ProblemError. */
export function resolveIn(
  view: StateSnapshot,
  head: ChainHead,
  target: ResolveTarget,
  wanted: Wanted,
  disclose?: Disclose,
): Resolution {
  const { identifier } = target;
  const key = recordKey(identifier);
  let proof: string | undefined;
  let envelope: Uint8Array | undefined;
  if (target.asOf === undefined) {
    envelope = view.get(key);
    if (envelope !== undefined && wanted.unless?.(recordStanding(envelope)) === true)
      return UNCHANGED;
    if (wanted.proof) proof = answerText.make(identifier, envelope, view.proveKey(key), head);
  } else if (wanted.proof) {
    const answer = asProblem(() => buildAnswer(view, head, queryOf(target)));
    envelope = envelopeThen(answer, target);
    proof = latin1(answer);
  } else {
    envelope = asProblem(() => findVersion(view, head, queryOf(target)));
  }
  if (envelope === undefined) return { record: undefined, proof };
  if (!wanted.json) return { record: recordStanding(envelope), proof };
  const disclosed = disclose?.(view, head, identifier, envelope);
  const first = () => firstVersionOf(view, key);
  return { record: recordJson(identifier, envelope, first, disclosed), proof };
}
