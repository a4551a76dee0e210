import { encodeResult, type ExecutionResult } from '@touchmark/codec';
import { merkleProof } from '@touchmark/crypto';
import type { AnswerHeader } from '../answer/build-answer.ts';
import { encodeReceiptProof } from './receipt-codec.ts';

/**
 * Makes a receipt with its proof from the results of its block, in order, and the header of the
 * next block.
 */
export function buildReceiptProof(
  results: readonly ExecutionResult[],
  index: number,
  header: AnswerHeader,
): Uint8Array {
  const result = results[index];
  if (result === undefined) {
    throw new RangeError(
      `There is no result ${index} in a block of ${results.length} transactions.`,
    );
  }
  return encodeReceiptProof({
    code: result.code,
    data: result.data,
    index,
    total: results.length,
    path: merkleProof(results.map(encodeResult), index),
    signedHeader: header.signedHeader,
    validators: header.validators,
  });
}
