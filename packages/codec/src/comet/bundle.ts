/**
 * Bundles: CometBFT carries, checks and counts a transaction at a cost of its own, so nodes pack several signed ones
 * into one of CometBFT's. A single one stands for itself; several are a canonical CBOR array of byte strings, which no
 * signed transaction begins like. Each keeps its own receipt.
 */
import { merkleRoot } from '@touchmark/crypto';
import { CborReader } from '../cbor/reader.ts';
import { CborWriter } from '../cbor/writer.ts';
import { encodeResult, type ExecutionResult, resultsHash } from './hashes.ts';
import { CometError } from './comet-error.ts';

export const MAX_BUNDLE_TRANSACTIONS = 1_000;
const CBOR_ARRAY = 4;

export function encodeBundle(transactions: readonly Uint8Array[]): Uint8Array {
  const [only] = transactions;
  if (only === undefined || transactions.length > MAX_BUNDLE_TRANSACTIONS) {
    throw new RangeError(`a bundle holds 1 to ${MAX_BUNDLE_TRANSACTIONS} transactions`);
  }
  if (transactions.length === 1) return only;
  const size = transactions.reduce((sum, { length }) => sum + length + 5, 8);
  const writer = new CborWriter(size).array(transactions.length);
  for (const bytes of transactions) writer.bytes(bytes);
  return writer.finish();
}

/** The signed transactions in one of CometBFT's, as views of it. @throws CometError COMET_MALFORMED */
export function splitBundle(bytes: Uint8Array): Uint8Array[] {
  if ((bytes[0] ?? 0) >> 5 !== CBOR_ARRAY) return [bytes];
  try {
    const reader = new CborReader(bytes, { maxBytes: bytes.length });
    const transactions: Uint8Array[] = [];
    const count = reader.array();
    if (count < 2 || count > MAX_BUNDLE_TRANSACTIONS) throw new RangeError(`it holds ${count}`);
    for (let left = count; left > 0; left -= 1) transactions.push(reader.bytes());
    reader.end();
    return transactions;
  } catch (error) {
    const what = error instanceof Error ? error.message : String(error);
    throw new CometError('COMET_MALFORMED', `This is no bundle of transactions: ${what}`);
  }
}

/** What CometBFT hashes of a bundle's results: the result itself, or the root over all of them. */
export function bundleResult(results: readonly ExecutionResult[]): ExecutionResult {
  const [only] = results;
  if (results.length === 1 && only !== undefined) return only;
  return { code: 0, data: merkleRoot(results.map(encodeResult)) };
}

/** The results of a block as CometBFT counts them: `sizes` says how many belong to each bundle. */
export function bundleResults(
  results: readonly ExecutionResult[],
  sizes: readonly number[],
): ExecutionResult[] {
  let at = 0;
  const bundled = sizes.map((size) => {
    at += size;
    return bundleResult(results.slice(at - size, at));
  });
  if (at !== results.length)
    throw new RangeError(`${results.length} results for ${at} transactions`);
  return bundled;
}

/** `lastResultsHash` of the block after these. */
export function bundledResultsHash(
  results: readonly ExecutionResult[],
  sizes: readonly number[],
): Uint8Array {
  return resultsHash(bundleResults(results, sizes));
}
