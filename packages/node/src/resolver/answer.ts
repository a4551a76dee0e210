import type { ChainHead } from '@touchmark/engine';
import type { StateSnapshot } from '@touchmark/state';
import { decodeVersioned, type VersionedValue } from '@touchmark/state/proof';
import { buildAnswer, decodeAnswer, type Query, recordKey, VerifyError } from '@touchmark/verify';
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

function queryOf({ identifier, asOf }: ResolveTarget): Query {
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

function answerOf(view: StateSnapshot, head: ChainHead, target: ResolveTarget): Uint8Array {
  try {
    return buildAnswer(view, head, queryOf(target));
  } catch (error) {
    if (!(error instanceof VerifyError) || error.code !== 'VERIFY_AT_TOO_LATE') throw error;
    throw new ProblemError('STATE_NOT_YET', { detail: error.message, cause: error });
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
  } else {
    const answer = answerOf(view, head, target);
    envelope = envelopeThen(answer, target);
    if (wanted.proof) proof = latin1(answer);
  }
  if (envelope === undefined) return { record: undefined, proof };
  if (!wanted.json) return { record: recordStanding(envelope), proof };
  const disclosed = disclose?.(view, head, identifier, envelope);
  const first = () => firstVersionOf(view, key);
  return { record: recordJson(identifier, envelope, first, disclosed), proof };
}
