import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { test } from 'node:test';
import { executeChain } from './testing/golden/golden-chain.ts';
import type { GoldenChain } from './testing/golden/golden-chain.ts';
import { goldenChains } from './testing/golden/golden-chains.ts';
import { VECTORS } from './testing/golden/write-golden-chains.ts';

const files = readdirSync(VECTORS).filter((file) => file.endsWith('.json'));

function readChain(file: string): GoldenChain {
  return JSON.parse(readFileSync(resolve(VECTORS, file), 'utf8'));
}

for (const file of files) {
  test(`${file}: the same writes, results and roots`, () => {
    const golden = readChain(file);
    const { name, about, genesis } = golden;
    const inputs = golden.blocks.map((block) => ({
      about: block.about,
      timeMs: block.timeMs,
      transactions: block.transactions,
      ...(block.misbehavior === undefined ? {} : { misbehavior: block.misbehavior }),
    }));
    assert.deepEqual(executeChain({ name, about, genesis }, inputs), golden);
  });
}

test('the vectors are those that their author writes', () => {
  const chains = goldenChains();
  assert.deepEqual(
    chains.map(({ name }) => `${name}.json`).toSorted((left, right) => (left < right ? -1 : 1)),
    files,
  );
  for (const chain of chains) assert.deepEqual(chain, readChain(`${chain.name}.json`));
});
