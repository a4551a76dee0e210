import { checkKey, checkValue } from '../check-input.ts';
import { compareKeys } from '../proof/key-bits.ts';
import type { Write } from '../store.ts';
import type { LeafBatch } from './leaf-batch.ts';
import { HASH_WORDS } from './node-arena.ts';

/** Checks the writes and brings them into key order, the last of several to one key. Hashes are left to be filled. */
export function sortedBatch(writes: readonly Write[]): LeafBatch {
  for (const { key, value } of writes) {
    checkKey(key);
    if (value !== null) checkValue(value);
  }
  const sorted = isSorted(writes) ? writes : sortLatest(writes);
  return {
    keys: sorted.map(({ key }) => key),
    values: sorted.map(({ value }) => value),
    hashes: new Int32Array(sorted.length * HASH_WORDS),
  };
}

function isSorted(writes: readonly Write[]): boolean {
  for (let index = 1; index < writes.length; index += 1) {
    const before = writes[index - 1] as Write;
    if (compareKeys(before.key, (writes[index] as Write).key) >= 0) return false;
  }
  return true;
}

function sortLatest(writes: readonly Write[]): Write[] {
  // Sorting is stable: of writes to one key the last stays last.
  const sorted = [...writes].sort((left, right) => compareKeys(left.key, right.key));
  return sorted.filter((write, index) => {
    const next = sorted[index + 1];
    return next === undefined || compareKeys(write.key, next.key) !== 0;
  });
}
