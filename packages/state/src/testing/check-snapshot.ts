import assert from 'node:assert/strict';
import { verifyKeyProof } from '../proof/verify-key.ts';
import { verifyRangeProof } from '../proof/verify-range.ts';
import type { StateSnapshot } from '../store.ts';
import type { NaiveMap } from './naive-map.ts';

const plain = (bytes: Uint8Array): Uint8Array => Uint8Array.from(bytes);

/** Compares a snapshot with the model: root, reads, and a proof for each of the keys. */
export function checkSnapshot(
  snapshot: StateSnapshot,
  model: NaiveMap,
  keys: readonly Uint8Array[],
): void {
  assert.deepEqual(snapshot.root, model.root());
  assert.equal(snapshot.size, model.size);
  for (const key of keys) {
    const value = model.get(key);
    assert.deepEqual(snapshot.get(key), value);
    const proof = snapshot.proveKey(key);
    const hash = verifyKeyProof(proof, snapshot.root, key);
    assert.equal(hash === null, value === undefined);
  }
}

/** Compares reads and the proof of one range with the model. */
export function checkRangeOf(
  snapshot: StateSnapshot,
  model: NaiveMap,
  start: Uint8Array,
  end: Uint8Array | null,
): void {
  const expected = model.range(start, end).map(({ key, value }) => [plain(key), plain(value)]);
  const pairs = [...snapshot.range({ start, end })].map(({ key, value }) => [key, value]);
  assert.deepEqual(pairs, expected);
  const backwards = [...snapshot.range({ start, end, reverse: true, limit: 3 })];
  assert.deepEqual(
    backwards.map(({ key, value }) => [key, value]),
    expected.toReversed().slice(0, 3),
  );
  if (end !== null && Buffer.compare(start, end) >= 0) return;
  const proof = snapshot.proveRange({ start, end });
  const { entries } = verifyRangeProof(proof, snapshot.root, { start, end });
  assert.deepEqual(
    entries.map(({ key, value }) => [key, value]),
    expected,
  );
}
