import type { StateSnapshot } from '@touchmark/state';
import type { ReceiptRecord } from './receipt-record.ts';

/** The newest provable state: after block `height`, signed in the header of `height + 1`. */
export interface ChainHead {
  readonly chainId: string;
  readonly height: number;
  readonly root: Uint8Array;
  /** Time of that header, in milliseconds since 1970. */
  readonly timeMs: number;
  /** Header and commit of `height + 1`, as `decodeSignedHeader` reads them. */
  readonly signedHeader: Uint8Array;
  /** The validators that signed it, as `decodeValidators` reads them. */
  readonly validators: Uint8Array;
}

export interface BlockSummary {
  readonly height: number;
  readonly timeMs: number;
  /** Hash of the header. */
  readonly hash: Uint8Array;
  readonly proposer: Uint8Array;
  /** State root before this block, as its header says. */
  readonly appHash: Uint8Array;
  readonly transactions: number;
  /** Encoded transactions, in bytes. */
  readonly bytes: number;
  readonly signedHeader: Uint8Array;
}

/** A header with who signed it, and the set that should have: what light clients ask for. */
export interface SignedHeaderRow {
  readonly height: number;
  readonly timeMs: number;
  readonly hash: Uint8Array;
  /** As `decodeSignedHeader` reads it. */
  readonly signedHeader: Uint8Array;
  /** As `decodeValidators` reads them. */
  readonly validators: Uint8Array;
  /** False for the newest: the block after it may name other signatures of its commit. */
  readonly isSettled: boolean;
}

export interface BlockDetail extends BlockSummary {
  /** One a transaction, in order; fewer than `transactions` while the block is not executed. */
  readonly receipts: readonly ReceiptRecord[];
}

export interface ChainEvent {
  /** `height-index-n`: block, transaction in it, event of that transaction; all from 0 but the height. */
  readonly id: string;
  readonly height: number;
  readonly index: number;
  readonly n: number;
  readonly type: string;
  /** Canonical CBOR map. */
  readonly params: Uint8Array;
}

export type AsOf = { readonly height: number } | { readonly timeMs: number };

/** Reads the chain and its state as of the last commit; every call sees one consistent snapshot. */
export interface ChainReader {
  latest(): ChainHead;
  /** The genesis file's bytes that this chain was founded with. */
  genesisBytes(): Uint8Array;
  /** The first block that is here; above 1 where the ledger began with the state of other nodes. */
  firstBlock(): number;
  block(height: number): BlockDetail | undefined;
  /** The header of a height, with its validators. */
  header(height: number): SignedHeaderRow | undefined;
  /** Newest first, from `before` (exclusive; default: the newest decided block), at most `limit`. */
  blocks(range?: { readonly before?: number; readonly limit?: number }): BlockSummary[];
  /** The encoded transaction of a receipt. */
  transaction(height: number, index: number): Uint8Array | undefined;
  receipt(id: Uint8Array): ReceiptRecord | undefined;
  /** Receipt with the path to a signed header; see spec/block.md. */
  receiptProof(id: Uint8Array): Uint8Array | undefined;
  /** Events after the one named `after` (default: from the first block), oldest first. */
  events(after: string | undefined, limit: number): ChainEvent[];
  read<T>(use: (view: StateSnapshot, head: ChainHead) => T): T;
  /** Answer bytes about one identifier: present, retired or absent; `asOf` an earlier block or time. */
  recordAnswer(identifier: string, asOf?: AsOf): Uint8Array;
  /** Answer bytes with all records under a prefix after a suffix, at most `limit`. */
  listAnswer(prefix: string, page: { readonly after?: string; readonly limit: number }): Uint8Array;
}
