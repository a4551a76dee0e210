import { mkdirSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { goldenChains } from './golden-chains.ts';

/** Where the vectors lie, in the repository. */
export const VECTORS: string = resolve(import.meta.dirname, '../../../../../spec/vectors/ledger');

/**
 * `node packages/ledger/src/testing/golden/write-golden-chains.ts`, after a change of the rules.
 */
if (import.meta.main) {
  mkdirSync(VECTORS, { recursive: true });
  for (const chain of goldenChains()) {
    writeFileSync(resolve(VECTORS, `${chain.name}.json`), `${JSON.stringify(chain, null, 1)}\n`);
  }
}
