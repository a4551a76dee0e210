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

/** What a header commits to by its hashes of data and evidence. */
export interface BlockContent {
  /** As CometBFT counts them: one signed transaction, or a bundle of several. */
  readonly transactions: readonly Uint8Array[];
  /** As `encodeEvidence` makes it; of nearly all blocks: none. */
  readonly evidence: readonly Uint8Array[];
}

/** Which is which among the bodies of a block: evidence lies behind the transactions. */
export const BODY = { transaction: 0, evidence: 1 } as const;

/** The bodies of a stored block, unless one is missing between others. */
export function storedContent(snapshot: StateSnapshot, height: number): BlockContent | undefined {
  const transactions: Uint8Array[] = [];
  const evidence: Uint8Array[] = [];
  const bodies = snapshot.table(CHAIN_TABLES.bodies);
  for (const { index, n, bytes } of packedItems(bodies, { height, index: 0, n: 0 }, height)) {
    const isNext = index === transactions.length + evidence.length;
    const isOrdered = n === BODY.evidence || (n === BODY.transaction && evidence.length === 0);
    if (!isNext || !isOrdered) return undefined;
    (n === BODY.evidence ? evidence : transactions).push(bytes);
  }
  return { transactions, evidence };
}

/** What CometBFT counts as the transactions of a stored block. */
export function storedBundles(snapshot: StateSnapshot, height: number): readonly Uint8Array[] {
  return storedContent(snapshot, height)?.transactions ?? [];
}
