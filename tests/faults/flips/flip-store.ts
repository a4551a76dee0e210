import { createHash } from 'node:crypto';
import { CHAIN_TABLE_NAMES, type Engine } from '../../../packages/engine/src/index.ts';
import { registration, testChain } from '../../../packages/engine/src/testing/test-chain.ts';
import { reopen } from '../prove-promises.ts';

const chain = testChain();
/** After the flip the engine goes on with so many transactions, each a commit of its own. */
const MORE = 6;

/** Everything that the store says, in order. */
export function digestOf({ chain: reader }: Engine): string {
  return reader.read((snapshot) => {
    const hash = createHash('sha256').update(snapshot.root).update(`${snapshot.size}`);
    for (const view of [snapshot, ...CHAIN_TABLE_NAMES.map((name) => snapshot.table(name))]) {
      for (const { key, value } of view.range({ start: new Uint8Array(0), end: null })) {
        hash.update(`${key.length},${value.length};`).update(key).update(value);
      }
    }
    return hash.digest('hex');
  });
}

/** A chain with records, versions, long values and enough commits for free pages. */
export async function makeStore(directory: string): Promise<string> {
  const engine = await reopen(directory);
  await engine.submit(chain.delegate());
  for (let batch = 0; batch < 12; batch += 1) {
    const names = Array.from({ length: 30 }, (_, index) => `flip-${batch}-${index}`);
    await engine.submit(chain.transaction(1_000 + batch, [registration(names, 'x'.repeat(50))]));
  }
  const long = [registration(['flip-long'], 'y'.repeat(3_000))];
  await engine.submit(chain.transaction(2_000, long));
  const digest = digestOf(engine);
  await engine.close();
  return digest;
}

/** Goes on with what is in the folder; the same for the same store. Returns what it then says, read anew. */
export async function goOn(directory: string): Promise<string> {
  const engine = await reopen(directory);
  try {
    for (let number = 0; number < MORE; number += 1) {
      const result = await engine.submit(chain.register(3_000 + number, `flip-more-${number}`));
      if (result.outcome !== 'committed' || result.code !== 0) throw new Error('refused');
    }
  } finally {
    await engine.close();
  }
  const again = await reopen(directory);
  try {
    await again.scrub();
    return digestOf(again);
  } finally {
    await again.close();
  }
}
