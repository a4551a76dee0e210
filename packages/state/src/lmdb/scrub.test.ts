import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout } from 'node:timers/promises';
import type { StateStore, Write } from '../store.ts';
import { withTemporaryDirectory } from '../testing/temporary-directory.ts';
import { openLmdbStore } from './open-state-store.ts';

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);

async function commit(store: StateStore, writes: Write[]): Promise<void> {
  const update = store.begin();
  update.write(writes);
  await update.commit();
}

/** Puts, replaces and removes all over the place, whole prefixes included. */
function block(height: number): Write[] {
  const prefix = (height * 7) % 40;
  return Array.from({ length: 150 }, (_, index) => ({
    key: utf8(index < 100 ? `${prefix}/${index}` : `${(height + index) % 40}/${index * 3}`),
    value: height % 3 === 0 || index % 11 === 0 ? null : utf8(`${height}:${index}`),
  }));
}

test('a scrub raises no alarm while commits go on, and ends', async () => {
  await withTemporaryDirectory(async (directory) => {
    const store = await openLmdbStore({ directory, tables: [], minJournalBytes: 20_000 });
    for (let height = 0; height < 40; height += 1) await commit(store, block(height * 3 + 1));
    let isDone = false;
    let lastDone = 0;
    const scrub = store
      .scrub({ recordsPerSecond: 8000 }, ({ done, total }) => {
        assert.ok(done >= lastDone && total > 0);
        lastDone = done;
      })
      .finally(() => {
        isDone = true;
      });
    let commits = 0;
    for (let height = 0; !isDone; height += 1) {
      await commit(store, block(height));
      commits += 1;
      await setTimeout(2);
    }
    const report = await scrub;
    assert.ok(commits > 10, `only ${commits} commits meanwhile`);
    assert.ok(report.records > 1000);
    assert.equal(report.records, lastDone);
    await store.close();
  });
});

test('an empty store has nothing to scrub', async () => {
  await withTemporaryDirectory(async (directory) => {
    const store = await openLmdbStore({ directory, tables: ['blocks'] });
    const { records, tableEntries } = await store.scrub();
    assert.deepEqual([records, tableEntries], [0, 0]);
    await store.close();
  });
});

test('a scrub stops when it is told to', async () => {
  await withTemporaryDirectory(async (directory) => {
    const store = await openLmdbStore({ directory, tables: [] });
    for (let height = 1; height < 60; height += 3) await commit(store, block(height));
    const stop = new AbortController();
    const scrub = store.scrub({ signal: stop.signal }, () => stop.abort());
    await assert.rejects(scrub, { name: 'AbortError' });
    await store.close();
  });
});
