import type { Receipt } from './receipt.ts';

/**
 * The ledger decided against a transaction: nothing of it took effect, and the receipt proves it.
 */
export class RefusedError extends Error {
  /** The ledger's stable code. */
  readonly code: string;
  readonly receipt: Receipt;

  constructor(receipt: Receipt) {
    super(receipt.message);
    this.name = 'RefusedError';
    this.code = receipt.code;
    this.receipt = receipt;
  }
}
