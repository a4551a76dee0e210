import { canonicalizeIdentifier } from '@touchmark/codec';
import { isRecordAnswer, type RecordQuery, type VerifiedRecordAnswer } from '@touchmark/verify';
import { SdkError } from '../sdk-error.ts';
import { readAnswer, type ReadOptions, type Session } from './session.ts';

/** Which moment of the ledger a question is about; default: now. */
export interface Moment {
  /** After this block. */
  atBlock?: number;
  /** At this time, milliseconds since 1970. */
  atTimeMs?: number;
}

export type ResolveOptions = Moment & ReadOptions;

function wholeNumber(value: number, what: string): number {
  if (Number.isSafeInteger(value) && value >= 0) return value;
  throw new SdkError('SDK_USAGE', `${what} must be a whole number, not ${value}.`);
}

/** The question about one identifier, in canonical form. Throws IdentifierError (codec). */
export function recordQuery(identifier: string, moment: Moment): RecordQuery {
  const canonical = canonicalizeIdentifier(identifier);
  const { atBlock, atTimeMs } = moment;
  if (atBlock !== undefined && atTimeMs !== undefined) {
    throw new SdkError('SDK_USAGE', 'Ask for a block or for a time, not for both.');
  }
  if (atBlock !== undefined) {
    return {
      kind: 'record-at-block',
      identifier: canonical,
      height: wholeNumber(atBlock, 'atBlock'),
    };
  }
  if (atTimeMs !== undefined) {
    return {
      kind: 'record-at-time',
      identifier: canonical,
      timeMs: wholeNumber(atTimeMs, 'atTimeMs'),
    };
  }
  return { kind: 'record', identifier: canonical };
}

/** The `at` parameter of the node's interface. */
export function atParameter({ atBlock, atTimeMs }: Moment): string | undefined {
  if (atBlock !== undefined) return String(atBlock);
  return atTimeMs === undefined ? undefined : new Date(atTimeMs).toISOString();
}

/** What an identifier resolves to, proven. See `Client.resolve`. */
export async function resolve(
  session: Session,
  identifier: string,
  options: ResolveOptions = {},
): Promise<VerifiedRecordAnswer> {
  const { verified } = await proveRecord(session, identifier, options);
  return verified;
}

/** The same with the bytes that prove it. */
export async function proveRecord(
  session: Session,
  identifier: string,
  options: ResolveOptions = {},
): Promise<{ bytes: Uint8Array; verified: VerifiedRecordAnswer }> {
  const query = recordQuery(identifier, options);
  const request = {
    path: `/v1/resolve/${query.identifier}`,
    query: { at: atParameter(options) },
    signal: options.signal,
  };
  const { bytes, verified } = await readAnswer(session, request, query);
  if (isRecordAnswer(verified)) return { bytes, verified };
  throw new SdkError('SDK_RESPONSE_INVALID', 'A record was asked for. Ask another node.');
}
