import { historyCases, invalidHistoryCases } from './history-vectors.ts';
import { invalidKeyProofCases, invalidRangeProofCases } from './invalid-proof-vectors.ts';
import { keyProofCases, rangeProofCases, rootCases } from './proof-vectors.ts';
import { formatVectors } from './vector-files.ts';

type Cases = () => object[] | Promise<object[]>;

const FILES: readonly (readonly [name: string, description: string, cases: Cases])[] = [
  ['root', 'Maps and their roots', rootCases],
  [
    'key-proof-valid',
    'Accepted; the hash of the value, or null: there is no such key',
    keyProofCases,
  ],
  ['key-proof-invalid', 'Refused, with this code', invalidKeyProofCases],
  ['range-proof-valid', 'Accepted; these are all entries', rangeProofCases],
  ['range-proof-invalid', 'Refused, with this code', invalidRangeProofCases],
  ['history-valid', 'Envelopes, newest first, that follow one another', historyCases],
  ['history-invalid', 'Refused, with this code', invalidHistoryCases],
];

/** Names and texts of the files of spec/vectors/state. */
export async function generateVectors(): Promise<[name: string, text: string][]> {
  const files: [string, string][] = [];
  for (const [name, description, cases] of FILES) {
    files.push([`state/${name}`, formatVectors(`state/${name}`, description, await cases())]);
  }
  return files;
}
