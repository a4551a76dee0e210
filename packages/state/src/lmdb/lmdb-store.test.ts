import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { openMemoryStateStore } from '../memory/memory-store.ts';
import { valueHash } from '../proof/hashes.ts';
import { verifyKeyProof } from '../proof/verify-key.ts';
import type { StateSnapshot, Write } from '../store.ts';
import { historyArbitrary, keyArbitrary } from '../testing/arbitraries.ts';
import { checkRangeOf, checkSnapshot } from '../testing/check-snapshot.ts';
import { NaiveMap } from '../testing/naive-map.ts';
import { withTemporaryDirectory } from '../testing/temporary-directory.ts';
import { openLmdbStore } from './open-state-store.ts';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

type Step = 'commit' | 'abort' | 'go on' | 'reopen';

const stepArbitrary = fc.constantFrom<Step>('commit', 'commit', 'go on', 'abort', 'reopen');

interface Plan {
  history: Write[][];
  steps: Step[];
  strangers: Uint8Array[];
  ranges: [Uint8Array, Uint8Array | null][];
}

const planArbitrary: fc.Arbitrary<Plan> = fc.record({
  history: historyArbitrary,
  steps: fc.array(stepArbitrary, { minLength: 8, maxLength: 8 }),
  strangers: fc.array(keyArbitrary, { maxLength: 5 }),
  ranges: fc.array(fc.tuple(keyArbitrary, fc.option(keyArbitrary)), { maxLength: 4 }),
});

/** The same proofs, byte for byte, as the store in memory gives. */
function checkSameProofs(snapshot: StateSnapshot, other: StateSnapshot, plan: Plan): void {
  for (const key of [...plan.strangers, ...plan.history.flat().map((write) => write.key)]) {
    assert.deepEqual(snapshot.proveKey(key), other.proveKey(key));
  }
  for (const [start, end] of plan.ranges) {
    if (end !== null && Buffer.compare(start, end) >= 0) continue;
    assert.deepEqual(snapshot.proveRange({ start, end }), other.proveRange({ start, end }));
  }
}

async function play(directory: string, pageLeaves: number, plan: Plan): Promise<void> {
  const open = () => openLmdbStore({ directory, tables: ['t'], pageLeaves, mapSizeBytes: 2 ** 32 });
  let store = await open();
  const twin = openMemoryStateStore({ tables: ['t'] });
  const model = new NaiveMap();
  let pending: Write[][] = [];
  let update = store.begin();
  const keys = [...plan.strangers, ...plan.history.flat().map(({ key }) => key)];
  for (const [block, writes] of plan.history.entries()) {
    const root = update.write(writes);
    pending.push(writes);
    const ahead = twin.begin();
    for (const block of pending) ahead.write(block);
    assert.deepEqual(root, ahead.root);
    for (const key of plan.strangers) assert.deepEqual(update.get(key), ahead.get(key));
    const everything = { start: new Uint8Array(0), end: null };
    assert.deepEqual([...update.range(everything)], [...ahead.range(everything)]);
    ahead.abort();
    const step = plan.steps[block];
    if (step === 'go on') continue;
    if (step === 'abort') {
      update.abort();
    } else {
      await update.commit();
      const twinUpdate = twin.begin();
      for (const block of pending) twinUpdate.write(block);
      await twinUpdate.commit();
      for (const { key, value } of pending.flat()) model.set(key, value);
    }
    pending = [];
    if (step === 'reopen') {
      await store.close();
      store = await open();
    }
    store.read((snapshot) => {
      checkSnapshot(snapshot, model, keys);
      for (const [start, end] of plan.ranges) checkRangeOf(snapshot, model, start, end);
      twin.read((other) => checkSameProofs(snapshot, other, plan));
    });
    update = store.begin();
  }
  update.abort();
  const report = await store.scrub();
  assert.equal(report.records, model.size);
  assert.deepEqual(report.root, model.root());
  await store.close();
}

for (const pageLeaves of [2, 4, 8, 16]) {
  test(`agrees with the store in memory and the naive map, pages of ${pageLeaves}`, async () => {
    await fc.assert(
      fc.asyncProperty(planArbitrary, (plan) =>
        withTemporaryDirectory((directory) => play(directory, pageLeaves, plan)),
      ),
      { numRuns: 6 },
    );
  });
}

test('side tables commit with the map, and long values survive', async () => {
  await withTemporaryDirectory(async (directory) => {
    const open = () => openLmdbStore({ directory, tables: ['blocks', 'receipts'] });
    let store = await open();
    const long = new Uint8Array(300_000).map((_, index) => index * 7);
    const update = store.begin();
    const blocks = update.table('blocks');
    blocks.put(bytes('1'), long);
    blocks.put(bytes('2'), bytes('short'));
    blocks.put(bytes('3'), new Uint8Array(0));
    blocks.remove(bytes('2'));
    assert.deepEqual(blocks.get(bytes('1')), long);
    assert.equal(blocks.get(bytes('2')), undefined);
    await update.commit();
    await store.close();
    store = await open();
    store.read((snapshot) => {
      assert.deepEqual(snapshot.table('blocks').get(bytes('1')), long);
      assert.equal(snapshot.table('blocks').get(bytes('2')), undefined);
      assert.deepEqual(snapshot.table('blocks').get(bytes('3')), new Uint8Array(0));
      assert.equal(snapshot.table('receipts').get(bytes('1')), undefined);
    });
    await store.close();
  });
});

test('changing what a snapshot handed out changes no proof', async () => {
  await withTemporaryDirectory(async (directory) => {
    const store = await openLmdbStore({ directory, tables: [] });
    const update = store.begin();
    update.write([{ key: bytes('a'), value: bytes('one') }]);
    await update.commit();
    store.read((snapshot) => {
      snapshot.get(bytes('a'))?.fill(0);
      const proof = snapshot.proveKey(bytes('a'));
      assert.deepEqual(verifyKeyProof(proof, snapshot.root, bytes('a')), valueHash(bytes('one')));
    });
    await store.close();
  });
});
