import assert from 'node:assert/strict';
import type { ChainReader, ReceiptRecord } from '@touchmark/engine';
import type { HistoryBlock } from '../history.ts';
import type { Lockstep } from '../lockstep.ts';

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');

export interface FollowedBlock {
  readonly block: HistoryBlock;
  readonly receipts: readonly ReceiptRecord[];
}

/** Has ledger and model execute the next block of a chain: same codes, same root. */
export async function followBlock(reader: ChainReader, lockstep: Lockstep): Promise<FollowedBlock> {
  const height = lockstep.height + 1;
  const { timeMs, transactions: count, receipts } = reader.block(height)!;
  const transactions = Array.from(
    { length: count },
    (_, index) => reader.transaction(height, index)!,
  );
  const block = { timeMs, transactions };
  const { results } = await lockstep.block(block);
  assert.deepEqual(
    receipts.map(({ code }) => code),
    results.map(({ code }) => code),
  );
  const { appHash } = reader.block(height + 1)!;
  assert.equal(hex(appHash), hex(lockstep.root), `root after block ${height}`);
  return { block, receipts };
}
