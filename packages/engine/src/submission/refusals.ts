import type { DecodedTransaction, TransactionError } from '@touchmark/codec';
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

/** The signature at `index` does not hold; the same words as when the ledger finds it. */
export function refusedSignature(
  { signatures }: DecodedTransaction,
  index: number,
): RefusedTransaction {
  const keyId = signatures[index]?.keyId ?? new Uint8Array(0);
  return refusedBy({ code: 'SIGNATURE_INVALID', details: { keyId } });
}
