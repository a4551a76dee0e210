import type { CborReader, CborWriter } from '@touchmark/codec';
import { decodeReceipt, type LedgerEvent } from '@touchmark/ledger';
import type { StateSnapshot } from '@touchmark/state';
import {
  type ChainUpdate,
  type ExecutedTransaction,
  putExecutedBlock,
} from '../chain/chain-writer.ts';
import { corrupt } from '../chain/identity-rows.ts';
import { decodeEvent } from '../chain/read-events.ts';
import { packedItems } from '../chain/packed-items.ts';
import { findReceipt, receiptsOfBlock } from '../chain/read-receipts.ts';
import { CHAIN_TABLES } from '../chain/tables.ts';

/** What an executed block did, as an export carries it. */
export interface BlockResults {
  readonly transactions: readonly ExecutedTransaction[];
  /** Events of the block itself, behind those of its last transaction. */
  readonly events: readonly LedgerEvent[];
}

/** [[[code, final, receipt, [[type, params], …]], …], [[type, params], …]] */
export function writeResults(content: CborWriter, results: BlockResults): void {
  content.array(2).array(results.transactions.length);
  for (const { code, final, data, events } of results.transactions) {
    content.array(4).uint(code).bool(final).bytes(data);
    writeEvents(content, events);
  }
  writeEvents(content, results.events);
}

export function readResults(reader: CborReader): BlockResults {
  reader.arrayOf(2);
  const transactions = Array.from({ length: reader.array() }, () => {
    reader.arrayOf(4);
    const code = reader.uint();
    const final = reader.bool();
    const data = reader.bytes().slice();
    return { id: decodeReceipt(data).transactionId, code, final, data, events: readEvents(reader) };
  });
  return { transactions, events: readEvents(reader) };
}

function writeEvents(content: CborWriter, events: readonly LedgerEvent[]): void {
  content.array(events.length);
  for (const { type, params } of events) content.array(2).text(type).raw(params);
}

function readEvents(reader: CborReader): LedgerEvent[] {
  return Array.from({ length: reader.array() }, () => {
    reader.arrayOf(2);
    return { type: reader.text(), params: reader.raw().slice() };
  });
}

/** The results of an executed block with what a store keeps beside them. */
export function storedResults(snapshot: StateSnapshot, height: number): BlockResults {
  const receipts = receiptsOfBlock(snapshot, height);
  const events: LedgerEvent[][] = Array.from({ length: receipts.length + 1 }, () => []);
  const table = snapshot.table(CHAIN_TABLES.events);
  for (const { index, n, bytes } of packedItems(table, { height, index: 0, n: 0 }, height)) {
    const own = events[index];
    if (own?.length !== n) throw corrupt(`events of block ${height}`);
    own.push(decodeEvent(bytes));
  }
  const transactions = receipts.map(({ id, index, code, data }) => {
    const found = findReceipt(snapshot, id);
    const final = found?.height === height && found.index === index;
    return { id, code, data, final, events: events[index] ?? [] };
  });
  return { transactions, events: events[receipts.length] ?? [] };
}

/** Writes them into another store; older versions come by themselves. */
export function putResults(
  update: ChainUpdate,
  height: number,
  { transactions, events }: BlockResults,
): void {
  putExecutedBlock(update, height, transactions, { archived: [], events: [...events] });
}
