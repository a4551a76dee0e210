import { splitBundle } from '@touchmark/codec';
import type { StateSnapshot } from '@touchmark/state';
import { packedItems } from './packed-items.ts';
import { CHAIN_TABLES } from './tables.ts';

/** How many signed transactions each of CometBFT's holds. */
export function bundleSizes(transactions: readonly Uint8Array[]): number[] {
  return transactions.map((bytes) => splitBundle(bytes).length);
}

/** The signed transactions of a block, in order. */
export function signedTransactions(transactions: readonly Uint8Array[]): Uint8Array[] {
  return transactions.flatMap((bytes) => splitBundle(bytes));
}

/** What CometBFT counts as the transactions of a stored block. */
export function storedBundles(snapshot: StateSnapshot, height: number): Uint8Array[] {
  const bodies = snapshot.table(CHAIN_TABLES.bodies);
  return Array.from(packedItems(bodies, { height, index: 0, n: 0 }, height), ({ bytes }) => bytes);
}
