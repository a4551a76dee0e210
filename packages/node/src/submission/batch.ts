import { CborError, CborReader, MAX_BUNDLE_TRANSACTIONS } from '@touchmark/codec';
import { ProblemError } from '../problems/problem.ts';

const invalid = (en: string, zh: string): ProblemError =>
  new ProblemError('BATCH_INVALID', { details: { en, zh } });

/** The signed transactions of a batch: a CBOR array of byte strings. @throws ProblemError BATCH_INVALID */
export function splitBatch(body: Uint8Array): Uint8Array[] {
  try {
    const reader = new CborReader(body);
    const count = reader.array();
    if (count < 1 || count > MAX_BUNDLE_TRANSACTIONS) {
      throw invalid(
        `A batch holds 1 to ${MAX_BUNDLE_TRANSACTIONS} transactions; this one holds ${count}.`,
        `一批应含 1 至 ${MAX_BUNDLE_TRANSACTIONS} 笔交易，此批含 ${count} 笔。`,
      );
    }
    // Each for itself: one that waits must not keep the whole body in memory.
    const transactions = Array.from({ length: count }, () => reader.bytes().slice());
    reader.end();
    return transactions;
  } catch (error) {
    if (!(error instanceof CborError)) throw error;
    throw invalid(
      `A batch is a CBOR array of byte strings, each a signed transaction: ${error.message}.`,
      `一批交易应为 CBOR 字节串数组，每个字节串是一笔已签名的交易：${error.message}。`,
    );
  }
}
