import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { EMPTY_ROOT, leafHash, valueHash } from '../proof/hashes.ts';
import type { Write } from '../store.ts';
import { historyArbitrary } from '../testing/arbitraries.ts';
import { ArrayLeafSource } from '../testing/array-leaf-source.ts';
import { NaiveMap } from '../testing/naive-map.ts';
import type { LeafBatch } from './leaf-batch.ts';
import { NO_SLOT, NodeArena } from './node-arena.ts';
import { NodeHasher } from './node-hasher.ts';
import { TreeUpdater } from './tree-update.ts';

const NOTHING = new Uint8Array(0);
const hasher = new NodeHasher();

/** Writes as a batch: sorted, the last of several to one key. */
function batchOf(writes: readonly Write[]): LeafBatch {
  const latest = new Map(writes.map((write) => [Buffer.from(write.key).toString('hex'), write]));
  const sorted = [...latest.values()].sort((a, b) => Buffer.compare(a.key, b.key));
  const hashes = new Uint8Array(sorted.length * 32);
  sorted.forEach(({ key, value }, index) => {
    if (value !== null) hashes.set(leafHash(key, valueHash(value)), index * 32);
  });
  return {
    keys: sorted.map(({ key }) => key),
    values: sorted.map(({ value }) => value),
    hashes: new Int32Array(hashes.buffer),
  };
}

function sourceOf(model: NaiveMap): ArrayLeafSource {
  const leaves = model.range(NOTHING, null);
  return new ArrayLeafSource(
    leaves.map(({ key, value }) => ({ key, hash: leafHash(key, valueHash(value)) })),
  );
}

const rootHash = (arena: NodeArena, root: number): Uint8Array =>
  root === NO_SLOT ? EMPTY_ROOT : Uint8Array.from(arena.hash(root));

function playHistory(history: readonly Write[][], pageLeaves: number): void {
  const arena = new NodeArena();
  const updater = new TreeUpdater(arena, hasher, pageLeaves);
  const model = new NaiveMap();
  let root = NO_SLOT;
  for (const [block, writes] of history.entries()) {
    const sizeBefore = model.size;
    const rootBefore = rootHash(arena, root);
    const change = updater.apply(root, batchOf(writes), sourceOf(model));
    assert.deepEqual(rootHash(arena, root), rootBefore, 'the old version changed');
    if (block % 3 === 2) {
      arena.abort();
      continue;
    }
    for (const { key, value } of writes) model.set(key, value);
    root = change.root;
    assert.deepEqual(rootHash(arena, root), model.root());
    assert.equal(change.growth, model.size - sizeBefore);
    arena.takeFresh();
    arena.commit();
    checkShape(arena, root, pageLeaves, model.size);
  }
}

/** No slot is lost or used twice, pages are as large as they can be. */
function checkShape(arena: NodeArena, root: number, pageLeaves: number, size: number): void {
  const used = arena.usedSlots;
  const count = (slot: number): { leaves: number; slots: number } => {
    if (arena.isPage(slot)) return { leaves: arena.leafCount(slot), slots: 1 };
    const left = count(arena.left(slot));
    const right = count(arena.right(slot));
    const leaves = left.leaves + right.leaves;
    assert.ok(leaves > pageLeaves, 'a node that should be a page');
    return { leaves, slots: left.slots + right.slots + 1 };
  };
  const { leaves, slots } = root === NO_SLOT ? { leaves: 0, slots: 0 } : count(root);
  assert.equal(leaves, size);
  assert.equal(slots, used, 'slots in use that the tree does not use');
  assert.equal(arena.collect(root), size);
}

for (const pageLeaves of [1, 2, 4, 8, 16]) {
  test(`the root is that of the naive map, with pages of ${pageLeaves}`, () => {
    fc.assert(
      fc.property(historyArbitrary, (history) => playHistory(history, pageLeaves)),
      { numRuns: 100 },
    );
  });
}

/** Larger batches than fast-check makes: pages, gaps and their neighbours in one batch. */
test('the root is that of the naive map for crowded batches of hundreds of keys', () => {
  const random = fc.sample(fc.nat({ max: 0xffff }), { numRuns: 12_000, seed: 7 });
  for (const [run, pageLeaves] of [2, 3, 5, 8, 16].entries()) {
    const history: Write[][] = [];
    for (let block = 0; block < 6; block += 1) {
      const numbers = random.slice((run * 6 + block) * 400, (run * 6 + block + 1) * 400);
      // Two bytes, with some bits mostly alike: long stretches where nothing is.
      const keys = numbers.map((n) => (n % 5 === 0 ? n : (n & 0x3c7f) | 0x8000));
      history.push(
        keys.map((n, index) => ({
          key: Uint8Array.of(n >> 8, n & 0xff),
          value: index % 7 === 0 ? null : Uint8Array.of(block, index & 0xff),
        })),
      );
    }
    playHistory(history, pageLeaves);
  }
});
