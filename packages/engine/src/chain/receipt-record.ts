/** Where a transaction stands in the chain and what it did. */
export interface ReceiptRecord {
  readonly outcome: 'committed';
  /** Transaction id, 32 bytes. */
  readonly id: Uint8Array;
  readonly height: number;
  /** Position in the block, from 0. */
  readonly index: number;
  /** Time of the block, in milliseconds since 1970. */
  readonly timeMs: number;
  /** 0: done. Else the number of a refusal; the text code and its details are in `data`. */
  readonly code: number;
  /** The receipt as the block's results hash commits to it; read it with the ledger's decoder. */
  readonly data: Uint8Array;
}
