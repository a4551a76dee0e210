import { canonicalizeIdentifier, encodeHex, isCanonicalPrefix } from '@touchmark/codec';
import type {
  Query,
  VerifiedAnswer,
  VerifiedChangesAnswer,
  VerifiedEntriesAnswer,
  VerifiedFollowAnswer,
  VerifiedLifeAnswer,
} from '@touchmark/verify';
import { SdkError } from '../sdk-error.ts';
import { readAnswer, type ReadOptions, type Session } from './session.ts';

/** An answer with the bytes that prove it. */
export type WithBytes<Answer> = Answer & { bytes: Uint8Array };

type AnswerOf<Status> = Extract<VerifiedAnswer, { status: Status }>;

/** Blocks, both included. */
export interface BlockRange {
  from: number;
  to: number;
}

async function ask<Status extends 'life' | 'follow' | 'changes' | 'entries'>(
  session: Session,
  status: Status,
  query: Query,
  at: { path: string; query?: Record<string, string | number | undefined> },
  { signal }: ReadOptions,
): Promise<WithBytes<AnswerOf<Status>>> {
  const { bytes, verified } = await readAnswer(session, { ...at, signal }, query);
  if (isOf(verified, status)) return { ...verified, bytes };
  throw new SdkError('SDK_RESPONSE_INVALID', 'It answers another question. Ask another node.');
}

function isOf<Status>(answer: VerifiedAnswer, status: Status): answer is AnswerOf<Status> {
  return answer.status === status;
}

function canonicalPrefix(prefix: string): string {
  const canonical = prefix.toLowerCase();
  if (isCanonicalPrefix(canonical)) return canonical;
  throw new SdkError('SDK_USAGE', `"${prefix}" is not a prefix such as 88.118.8.`);
}

/** Every version of a record. See `Client.life`. */
export async function life(
  session: Session,
  given: string,
  options: ReadOptions = {},
): Promise<WithBytes<VerifiedLifeAnswer>> {
  const identifier = canonicalizeIdentifier(given);
  const query = { kind: 'life', identifier } as const;
  return ask(session, 'life', query, { path: `/v1/life/${identifier}` }, options);
}

/** Where an identifier leads over aliases. See `Client.follow`. */
export async function follow(
  session: Session,
  given: string,
  options: ReadOptions = {},
): Promise<WithBytes<VerifiedFollowAnswer>> {
  const identifier = canonicalizeIdentifier(given);
  const query = { kind: 'follow', identifier } as const;
  return ask(session, 'follow', query, { path: `/v1/follow/${identifier}` }, options);
}

/** What changed under a prefix, answer by answer. See `Client.changes`. */
export async function* changes(
  session: Session,
  given: string,
  { from, to }: BlockRange,
  options: ReadOptions = {},
): AsyncGenerator<WithBytes<VerifiedChangesAnswer>, void, undefined> {
  const prefix = canonicalPrefix(given);
  let next = from;
  for (;;) {
    const query = { kind: 'changes', prefix, from: next, to } as const;
    const at = { path: `/v1/changes/${prefix}`, query: { from: next, to } };
    const page = await ask(session, 'changes', query, at, options);
    yield page;
    if (!page.more) return;
    next = page.complete.to + 1;
  }
}

/** One proven part of a range of the state. See `Client.entries`. */
export async function entries(
  session: Session,
  range: { start: Uint8Array; end: Uint8Array | null; limit: number },
  options: ReadOptions = {},
): Promise<WithBytes<VerifiedEntriesAnswer>> {
  const { start, end, limit } = range;
  const query = { kind: 'entries', start, end, limit } as const;
  const at = {
    path: '/v1/entries',
    query: { start: encodeHex(start), end: end === null ? undefined : encodeHex(end), limit },
  };
  return ask(session, 'entries', query, at, options);
}
