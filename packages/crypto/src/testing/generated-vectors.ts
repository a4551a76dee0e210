/** The vector files that are ours, made from code; the other files quote a standard or another project. */
import { edgeCases } from './ed25519-edge-cases.ts';
import { smallOrderCases } from './ed25519-small-order-cases.ts';
import { p256EdgeCases } from './p256-edge-cases.ts';
import { publicKeyCases } from './public-key-cases.ts';
import { sm2EdgeCases } from './sm2-edge-cases.ts';
import { formatVectors } from './vector-files.ts';

function signatures(algorithm: string, description: string, cases: readonly object[]): string {
  return formatVectors({ kind: 'signature', algorithm, description, cases });
}

/** @returns file name (without .json) and text of each generated file. */
export function generateVectors(): Map<string, string> {
  const smallOrder =
    'Points of small order: the 14 x 14 grid of ZIP-215, then each encoding with an honest other point';
  const keys = 'Which public keys may be registered';
  return new Map([
    ['ed25519-small-order', signatures('ed25519', smallOrder, smallOrderCases())],
    ['ed25519-edge', signatures('ed25519', 'Cofactor, ranges, encodings, damage', edgeCases())],
    ['p256-edge', signatures('p256', 'Ranges, low s, encodings', p256EdgeCases())],
    ['sm2-edge', signatures('sm2', 'Ranges, digests, encodings', sm2EdgeCases())],
    [
      'public-keys',
      formatVectors({ kind: 'public-key', description: keys, cases: publicKeyCases() }),
    ],
  ]);
}
