import { CborReader, equalBytes } from '@touchmark/codec';
import { decodeReceipt } from '@touchmark/ledger';
import type { StateSnapshot } from '@touchmark/state';
import { decodeBlockRow } from './block-row.ts';
import { corrupt } from './identity-rows.ts';
import { decodeLocation, heightKey } from './keys.ts';
import { packedItem, packedItems } from './packed-items.ts';
import type { ReceiptRecord } from './receipt-record.ts';
import { CHAIN_TABLES } from './tables.ts';

/** The receipt of a transaction id, if the transaction was executed. */
export function findReceipt(snapshot: StateSnapshot, id: Uint8Array): ReceiptRecord | undefined {
  const location = snapshot.table(CHAIN_TABLES.receipts).get(id);
  if (location === undefined) return undefined;
  const { height, index } = decodeLocation(location);
  const item = packedItem(snapshot.table(CHAIN_TABLES.results), { height, index, n: 0 });
  if (item === undefined) throw corrupt(`it has no result ${index} of block ${height}`);
  const receipt = toReceipt(item, height, index, blockTimeMs(snapshot, height));
  if (equalBytes(receipt.id, id)) return receipt;
  throw corrupt(`a transaction id leads to the receipt of another, ${height}-${index}`);
}

/** All receipts of an executed block, in order. */
export function receiptsOfBlock(snapshot: StateSnapshot, height: number): ReceiptRecord[] {
  const results = snapshot.table(CHAIN_TABLES.results);
  const timeMs = blockTimeMs(snapshot, height);
  const receipts: ReceiptRecord[] = [];
  for (const { index, n, bytes } of packedItems(results, { height, index: 0, n: 0 }, height)) {
    if (index !== receipts.length || n !== 0) throw corrupt(`the results of block ${height}`);
    receipts.push(toReceipt(bytes, height, index, timeMs));
  }
  return receipts;
}

function blockTimeMs(snapshot: StateSnapshot, height: number): number {
  const row = snapshot.table(CHAIN_TABLES.blocks).get(heightKey(height));
  if (row === undefined) throw corrupt(`it has no block ${height}`);
  return decodeBlockRow(row).timeMs;
}

function toReceipt(item: Uint8Array, height: number, index: number, timeMs: number): ReceiptRecord {
  const reader = new CborReader(item);
  reader.arrayOf(2);
  const code = reader.uint();
  const data = reader.bytes();
  reader.end();
  const id = decodeReceipt(data).transactionId;
  return { outcome: 'committed', id, height, index, timeMs, code, data };
}
