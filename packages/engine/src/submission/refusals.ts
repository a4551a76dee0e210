import { TransactionError } from '@touchmark/codec';
import { describeRefusal, type Refusal } from '@touchmark/ledger';
import type { RefusedTransaction } from '../engine.ts';

/** A refusal of the ledger, as `submit` returns it. */
export function refusedBy({
  code,
  details,
}: Pick<Refusal, 'code' | 'details'>): RefusedTransaction {
  return { outcome: 'refused', code, details, message: describeRefusal(code, details, 'en') };
}

/** Bytes that are no transaction. */
export function refusedUnread(error: TransactionError): RefusedTransaction {
  return { outcome: 'refused', code: error.code, details: {}, message: error.message };
}
