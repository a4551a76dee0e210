import { bundleResults, encodeResult, type ExecutionResult } from '@touchmark/codec';
import { merkleProof, merkleRoot } from '@touchmark/crypto';
import type { AnswerHeader } from '../answer/build-answer.ts';
import { encodeReceiptProof, type ReceiptProof } from './receipt-codec.ts';

/**
 * Makes a receipt with its proof from the results of its block, in order, and the header of the
 * next block. `bundles` says how many results belong to each of CometBFT's transactions.
 */
export function buildReceiptProof(
  results: readonly ExecutionResult[],
  index: number,
  header: AnswerHeader,
  bundles: readonly number[] = results.map(() => 1),
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
    ...placeOf(results, index, bundles),
    signedHeader: header.signedHeader,
    validators: header.validators,
  });
}

type Place = Pick<ReceiptProof, 'index' | 'total' | 'path' | 'bundle'>;

/** The way up from a result: through its bundle, if it has company there, then through the block. */
function placeOf(
  results: readonly ExecutionResult[],
  index: number,
  bundles: readonly number[],
): Place {
  let before = 0;
  let outer = 0;
  while (index >= before + (bundles[outer] ?? results.length)) {
    before += bundles[outer] ?? 0;
    outer += 1;
  }
  const leaves = bundleResults(results, bundles).map(encodeResult);
  const place = { index: outer, total: leaves.length, path: merkleProof(leaves, outer) };
  const size = bundles[outer] ?? 1;
  if (size === 1) return place;
  const inner = results.slice(before, before + size).map(encodeResult);
  const path = merkleProof(inner, index - before);
  return {
    ...place,
    bundle: { root: merkleRoot(inner), index: index - before, total: size, path },
  };
}
