import { describeRefusal, RefusedError, type Receipt } from '@touchmark/sdk';
import type { Language } from '../output/language.ts';

/** The ledger decided against a transaction; said in the user's language. Exit code 1. */
export class LedgerRefusal extends Error {
  readonly code: string;
  readonly receipt: Receipt;

  constructor(receipt: Receipt, language: Language) {
    super(describeRefusal(receipt.code, receipt.details, language));
    this.name = 'LedgerRefusal';
    this.code = receipt.code;
    this.receipt = receipt;
  }
}

/** Runs `send`; what the ledger refuses is thrown in the user's language. */
export async function orRefusal<T>(language: Language, send: () => Promise<T>): Promise<T> {
  try {
    return await send();
  } catch (error) {
    throw error instanceof RefusedError ? new LedgerRefusal(error.receipt, language) : error;
  }
}
