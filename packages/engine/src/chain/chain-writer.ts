/**
 * What an engine puts into the chain store with each block, inside the transaction that changes the state.
 * Both engines write the same rows: only who decides a block differs.
 */
import { CborWriter } from '@touchmark/codec';
import { BODY, type BlockContent } from './bundles.ts';
import { type BlockRow, encodeBlockRow } from './block-row.ts';
import { encodeLocation, heightKey } from './keys.ts';
import { PackedWriter } from './packed-items.ts';
import type { BlockOutcome } from '@touchmark/ledger';
import type { TableUpdate } from '@touchmark/state';
import { CHAIN_TABLES } from './tables.ts';

export interface ChainUpdate {
  table(name: string): TableUpdate;
}

export interface ExecutedTransaction {
  readonly id: Uint8Array;
  readonly code: number;
  readonly data: Uint8Array;
  readonly events: readonly { readonly type: string; readonly params: Uint8Array }[];
  /** False: the same id may have or get another receipt, so this one is not found by its id. */
  readonly final: boolean;
}

/** Writes a decided block: its header and commit, its transactions, and its evidence behind them. */
export function putDecidedBlock(
  update: ChainUpdate,
  height: number,
  row: BlockRow,
  { transactions, evidence }: BlockContent,
): void {
  update.table(CHAIN_TABLES.blocks).put(heightKey(height), encodeBlockRow(row));
  if (transactions.length + evidence.length === 0) return;
  const bodies = new PackedWriter(update.table(CHAIN_TABLES.bodies), height);
  const put = (list: readonly Uint8Array[], from: number, kind: number): void => {
    for (const [index, bytes] of list.entries()) bodies.add(from + index, kind, bytes);
  };
  put(transactions, 0, BODY.transaction);
  put(evidence, transactions.length, BODY.evidence);
  bodies.finish();
}

/**
 * Writes what an executed block did, and returns how many events it had. The block's own events lie
 * behind those of its last transaction.
 */
export function putExecutedBlock(
  update: ChainUpdate,
  height: number,
  transactions: readonly ExecutedTransaction[],
  { archived, events: own }: Pick<BlockOutcome, 'archived' | 'events'>,
): number {
  if (transactions.length === 0 && own.length === 0) return 0;
  const receipts = update.table(CHAIN_TABLES.receipts);
  const results = new PackedWriter(update.table(CHAIN_TABLES.results), height);
  const events = new PackedWriter(update.table(CHAIN_TABLES.events), height);
  const scratch = new CborWriter(512);
  let eventCount = own.length;
  for (const [index, transaction] of transactions.entries()) {
    if (transaction.final) receipts.put(transaction.id, encodeLocation(height, index));
    scratch.clear().array(2).uint(transaction.code).bytes(transaction.data);
    results.add(index, 0, scratch.finish());
    for (const [n, event] of transaction.events.entries()) {
      scratch.clear().array(2).text(event.type).raw(event.params);
      events.add(index, n, scratch.finish());
    }
    eventCount += transaction.events.length;
  }
  for (const [n, event] of own.entries()) {
    scratch.clear().array(2).text(event.type).raw(event.params);
    events.add(transactions.length, n, scratch.finish());
  }
  results.finish();
  events.finish();
  if (archived.length > 0) {
    const history = update.table(CHAIN_TABLES.history);
    for (const { key, value } of archived) history.put(key, value);
  }
  return eventCount;
}
