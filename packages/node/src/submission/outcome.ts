import { decodeTransaction } from '@touchmark/codec';
import type { RefusedTransaction } from '@touchmark/engine';
import { describeRefusal, ledger } from '@touchmark/ledger';
import { detailsJson } from '../http/receipt-json.ts';
import { retryAfter } from '../problems/from-error.ts';
import { codecDetails } from '../problems/codec-words.ts';
import type { Language } from '../problems/language.ts';
import { ProblemError } from '../problems/problem.ts';

const BLOCK_FULL = 'BLOCK_FULL';

/** A transaction that reached no block, as a problem: the ledger has words for it, or its bytes could not be read. */
export function problemOfRefusal({ code, details, message }: RefusedTransaction): ProblemError {
  const isDecision = ledger.registry.errors.has(code);
  const words = (language: Language): string =>
    isDecision ? describeRefusal(code, details, language) : codecDetails(code, message)[language];
  return new ProblemError(code, {
    status: code === BLOCK_FULL ? 503 : isDecision ? 422 : 400,
    details: { en: words('en'), zh: words('zh') },
    extensions: { details: detailsJson(details) },
    headers: code === BLOCK_FULL ? retryAfter(0) : {},
  });
}

export interface PendingJson {
  transaction: string;
  status: 'pending';
  /** Path of its receipt. */
  receipt: string;
}

/** What is said of a transaction that was taken and is not in a block yet. */
export function pendingJson(transaction: Uint8Array): PendingJson {
  const id = Buffer.from(decodeTransaction(transaction).id).toString('hex');
  return { transaction: id, status: 'pending', receipt: `/v1/receipts/${id}` };
}
