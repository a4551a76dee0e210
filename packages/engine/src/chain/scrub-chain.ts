/**
 * Checks all of what the state root does not cover: every header, commit, transaction, result, receipt, event and older
 * version, each against the chain of signed headers or hashes that it belongs to.
 */
import { decodeSignedHeader, type SignedHeader } from '@touchmark/codec';
import {
  blockEventsKey,
  decodeReceipt,
  hashEvents,
  isTurnedAway,
  type LedgerEvent,
} from '@touchmark/ledger';
import { scrubHistory } from './scrub-history.ts';
import type { StateSnapshot } from '@touchmark/state';
import { trustedHeaderOf, verifySignedHeader } from '@touchmark/verify';
import {
  checkedResults,
  checkedContent,
  readStoredBlock,
  requireEqual,
  storedValidators,
} from './check-block.ts';
import { signedTransactions } from './bundles.ts';
import { type BaseRow, getBase } from './base-row.ts';
import { asCorrupt, corrupt } from './identity-rows.ts';
import { decodeEvent } from './read-events.ts';
import { packedItems } from './packed-items.ts';
import { findReceipt } from './read-receipts.ts';
import { Pace } from './pace.ts';
import type { ReceiptRecord } from './receipt-record.ts';
import type { SnapshotSource } from './snapshot-source.ts';
import { CHAIN_TABLES } from './tables.ts';

/** So that whatever else the process does waits a few milliseconds at most. */
const BLOCKS_PER_TURN = 8;

export interface ChainScrubReport {
  readonly blocks: number;
  readonly transactions: number;
  readonly events: number;
  /** Older versions in the history. */
  readonly versions: number;
}

export interface ChainScrubParts {
  readonly source: SnapshotSource;
  readonly genesisBytes: Uint8Array;
  /** The last executed block. */
  readonly height: number;
  /** Upper bound of blocks, transactions, events and versions checked a second; default: none. */
  readonly recordsPerSecond?: number;
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: { done: number; total: number }) => void;
}

type Counts = { -readonly [Name in keyof ChainScrubReport]: ChainScrubReport[Name] };

/**
 * Scrubs the chain up to the block decided after `height`. Rejects with ENGINE_STORE_CORRUPT at the first thing that is
 * wrong.
 */
export async function scrubChain(parts: ChainScrubParts): Promise<ChainScrubReport> {
  const counts: Counts = { blocks: 0, transactions: 0, events: 0, versions: 0 };
  const { source, onProgress } = parts;
  const pace = new Pace(parts);
  const base = source.read((snapshot) => getBase(snapshot.table(CHAIN_TABLES.meta)));
  const first = (base?.height ?? 0) + 1;
  const total = parts.height + 2 - first;
  let before: SignedHeader | undefined;
  while (counts.blocks < total) {
    const itemsBefore = itemsOf(counts);
    source.read((snapshot) => {
      const last = Math.min(total, counts.blocks + BLOCKS_PER_TURN);
      for (let done = counts.blocks; done < last; done += 1) {
        const height = first + done;
        if (done === 0) requireBase(snapshot, base);
        before = asCorrupt(() => scrubBlock(snapshot, parts, height, before, counts));
      }
    });
    onProgress?.({ done: counts.blocks, total });
    await pace.after(itemsOf(counts) - itemsBefore);
  }
  counts.versions = await scrubHistory(source, pace);
  return counts;
}

/** The first header of a chain that was joined by state sync is the one that proved its state. */
function requireBase(snapshot: StateSnapshot, base: BaseRow | undefined): void {
  if (base === undefined) return;
  asCorrupt(() => {
    const { row, signed } = readStoredBlock(snapshot, base.height + 1);
    if (base.nextHeader === null) throw corrupt('its first header was not noted');
    requireEqual(row.hash, base.nextHeader, `header ${base.height + 1}`);
    requireEqual(signed.header.appHash, base.root, `the state after block ${base.height}`);
  });
}

function itemsOf({ blocks, transactions, events, versions }: Counts): number {
  return blocks + transactions + events + versions;
}

function scrubBlock(
  snapshot: StateSnapshot,
  { genesisBytes, height: executed }: ChainScrubParts,
  height: number,
  before: SignedHeader | undefined,
  counts: Counts,
): SignedHeader {
  const block = readStoredBlock(snapshot, height);
  const { row, signed } = block;
  const isFirst = height === 1;
  // What a chain begins with that was joined by state sync was checked against the base.
  const trust = isFirst ? { genesis: genesisBytes } : { header: trustedHeaderOf(before ?? signed) };
  verifySignedHeader(row.signedHeader, storedValidators(snapshot, signed), trust);
  const { transactions } = checkedContent(snapshot, block);
  const bytes = transactions.reduce((sum, transaction) => sum + transaction.length, 0);
  const signedCount = signedTransactions(transactions).length;
  if (row.transactions !== signedCount || row.bytes !== bytes) {
    throw corrupt(`the sizes of block ${height}`);
  }
  counts.blocks += 1;
  counts.transactions += signedCount;
  if (height > executed) return signed;
  const next = decodeSignedHeader(readStoredBlock(snapshot, height + 1).row.signedHeader);
  const results = checkedResults(snapshot, block, next);
  if (results.length !== signedCount) throw corrupt(`results of block ${height}`);
  counts.events += scrubEvents(snapshot, height, results);
  for (const receipt of results) checkLocation(snapshot, receipt);
  return signed;
}

/** A receipt commits to its events. */
function scrubEvents(
  snapshot: StateSnapshot,
  height: number,
  results: readonly ReceiptRecord[],
): number {
  const events: LedgerEvent[][] = [...results.map(() => []), []];
  let count = 0;
  const table = snapshot.table(CHAIN_TABLES.events);
  for (const { index, n, bytes } of packedItems(table, { height, index: 0, n: 0 }, height)) {
    const own = events[index];
    if (own?.length !== n) throw corrupt(`events of block ${height}`);
    own.push(decodeEvent(bytes));
    count += 1;
  }
  scrubOwnEvents(snapshot, height, events[results.length] ?? []);
  for (const [index, { data }] of results.entries()) {
    const found = hashEvents(events[index] ?? []);
    requireEqual(found, decodeReceipt(data).eventsHash, `events of block ${height}, ${index}`);
  }
  return count;
}

/** No receipt commits to what a block told by itself: the state does. */
function scrubOwnEvents(
  snapshot: StateSnapshot,
  height: number,
  events: readonly LedgerEvent[],
): void {
  const kept = snapshot.get(blockEventsKey(height));
  if (kept === undefined && events.length === 0) return;
  if (kept === undefined) throw corrupt(`the state knows of no events of block ${height} itself`);
  requireEqual(hashEvents(events), kept, `the own events of block ${height}`);
}

/** An id leads to its receipt; that of one turned away before it counted may lead to another one, or nowhere. */
function checkLocation(snapshot: StateSnapshot, { id, height, index, code }: ReceiptRecord): void {
  const found = findReceipt(snapshot, id);
  const isElsewhere = found === undefined || found.height !== height;
  if (isElsewhere && isTurnedAway(code)) return;
  if (found?.height === height && found.index === index) return;
  throw corrupt(`the place of receipt ${height}-${index} is not noted`);
}
