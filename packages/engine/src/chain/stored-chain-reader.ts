import type { StateSnapshot } from '@touchmark/state';
import { buildAnswer, type Query } from '@touchmark/verify';
import { EngineError } from '../engine-error.ts';
import type {
  AsOf,
  BlockDetail,
  BlockSummary,
  ChainEvent,
  ChainHead,
  ChainReader,
  SignedHeaderRow,
} from './chain-reader.ts';
import { firstBlockOf } from './base-row.ts';
import { HeadCache } from './head-cache.ts';
import { corrupt, getIdentity } from './identity-rows.ts';
import { readBlock, readBlocks, readTransaction } from './read-blocks.ts';
import { readHeader } from './read-header.ts';
import { parseEventId, readEvents } from './read-events.ts';
import { findReceipt } from './read-receipts.ts';
import { receiptProof } from './receipt-proof.ts';
import type { ReceiptRecord } from './receipt-record.ts';
import type { SnapshotSource } from './snapshot-source.ts';
import { CHAIN_TABLES } from './tables.ts';

/** Most blocks and most events in one page. */
export const MAX_PAGE_BLOCKS = 1_000;
export const MAX_PAGE_EVENTS = 10_000;
const DEFAULT_PAGE_BLOCKS = 20;

/** The chain as a store holds it: in the process that writes it, or in one that only reads. */
export class StoredChainReader implements ChainReader {
  readonly #source: SnapshotSource;
  readonly #heads = new HeadCache();

  constructor(source: SnapshotSource) {
    this.#source = source;
  }

  read<T>(use: (view: StateSnapshot, head: ChainHead) => T): T {
    return this.#source.read((snapshot) => use(snapshot, this.#heads.head(snapshot)));
  }

  latest(): ChainHead {
    return this.read((_, head) => head);
  }

  genesisBytes(): Uint8Array {
    return this.#source.read((snapshot) => {
      const genesis = getIdentity(snapshot.table(CHAIN_TABLES.meta));
      if (genesis === undefined) throw corrupt('it has no genesis');
      return genesis;
    });
  }

  firstBlock(): number {
    return this.#source.read(firstBlockOf);
  }

  block(height: number): BlockDetail | undefined {
    if (!Number.isSafeInteger(height) || height < 1) return undefined;
    return this.#source.read((snapshot) => readBlock(snapshot, height));
  }

  header(height: number): SignedHeaderRow | undefined {
    if (!Number.isSafeInteger(height) || height < 1) return undefined;
    return this.#source.read((snapshot) => readHeader(snapshot, height));
  }

  blocks(range: { readonly before?: number; readonly limit?: number } = {}): BlockSummary[] {
    const { before = Number.MAX_SAFE_INTEGER, limit = DEFAULT_PAGE_BLOCKS } = range;
    requirePage(limit, MAX_PAGE_BLOCKS, 'blocks');
    if (!Number.isSafeInteger(before) || before < 1) return [];
    return this.#source.read((snapshot) => readBlocks(snapshot, before, limit));
  }

  transaction(height: number, index: number): Uint8Array | undefined {
    return this.#source.read((snapshot) => readTransaction(snapshot, height, index));
  }

  receipt(id: Uint8Array): ReceiptRecord | undefined {
    return this.#source.read((snapshot) => findReceipt(snapshot, id));
  }

  receiptProof(id: Uint8Array): Uint8Array | undefined {
    return this.#source.read((snapshot) => receiptProof(snapshot, id));
  }

  events(after: string | undefined, limit: number): ChainEvent[] {
    requirePage(limit, MAX_PAGE_EVENTS, 'events');
    const position = after === undefined ? undefined : parseEventId(after);
    return this.#source.read((snapshot) => readEvents(snapshot, position, limit));
  }

  recordAnswer(identifier: string, asOf?: AsOf): Uint8Array {
    const query = recordQuery(identifier, asOf);
    return this.read((snapshot, head) => buildAnswer(snapshot, head, query));
  }

  listAnswer(
    prefix: string,
    page: { readonly after?: string; readonly limit: number },
  ): Uint8Array {
    const query: Query = { kind: 'list', prefix, after: page.after ?? null, limit: page.limit };
    return this.read((snapshot, head) => buildAnswer(snapshot, head, query));
  }
}

function recordQuery(identifier: string, asOf: AsOf | undefined): Query {
  if (asOf === undefined) return { kind: 'record', identifier };
  if ('height' in asOf) return { kind: 'record-at-block', identifier, height: asOf.height };
  return { kind: 'record-at-time', identifier, timeMs: asOf.timeMs };
}

function requirePage(limit: number, most: number, what: string): void {
  if (Number.isSafeInteger(limit) && limit >= 1 && limit <= most) return;
  throw new EngineError(
    'ENGINE_REQUEST_INVALID',
    `A page holds 1 to ${most} ${what}; ${limit} were asked for.`,
  );
}
