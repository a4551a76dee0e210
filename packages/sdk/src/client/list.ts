import { isCanonicalPrefix } from '@touchmark/codec';
import type { VerifiedListAnswer, VerifiedRecord } from '@touchmark/verify';
import { SdkError } from '../sdk-error.ts';
import { readAnswer, type ReadOptions, type Session } from './session.ts';

const DEFAULT_PAGE_SIZE = 100;

export interface ListOptions extends ReadOptions {
  /** Begin after this suffix; default: with the first. */
  after?: string | null;
  /** Records fetched at a time, at most 1,000. */
  pageSize?: number;
}

/** A page as it is proven, with its bytes. */
export interface ProvenPage extends VerifiedListAnswer {
  bytes: Uint8Array;
}

async function readPage(
  session: Session,
  prefix: string,
  after: string | null,
  { pageSize = DEFAULT_PAGE_SIZE, signal }: ListOptions,
): Promise<ProvenPage> {
  const query = { after: after ?? undefined, limit: pageSize };
  const request = { path: `/v1/list/${prefix}`, query, signal };
  const expect = { kind: 'list', prefix, after, limit: pageSize } as const;
  const { bytes, verified } = await readAnswer(session, request, expect);
  if (verified.status === 'list') return { ...verified, bytes };
  throw new SdkError('SDK_RESPONSE_INVALID', 'A record came for a list. Ask another node.');
}

/** Pages of the records directly under a prefix. See `Client.listPages`. */
export async function* listPages(
  session: Session,
  prefix: string,
  options: ListOptions = {},
): AsyncGenerator<ProvenPage, void, undefined> {
  const canonical = prefix.toLowerCase();
  if (!isCanonicalPrefix(canonical)) {
    throw new SdkError('SDK_USAGE', `"${prefix}" is not a prefix such as 88.118.8.`);
  }
  let after = options.after ?? null;
  for (;;) {
    const page = await readPage(session, canonical, after, options);
    yield page;
    if (!page.more) return;
    after = page.complete.last;
  }
}

/** The records directly under a prefix. See `Client.list`. */
export async function* list(
  session: Session,
  prefix: string,
  options: ListOptions = {},
): AsyncGenerator<VerifiedRecord, void, undefined> {
  for await (const page of listPages(session, prefix, options)) yield* page.records;
}
