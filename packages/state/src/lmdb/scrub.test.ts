import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { setTimeout } from 'node:timers/promises';
import type { StateStore, Write } from '../store.ts';
import { withTemporaryDirectory } from '../testing/temporary-directory.ts';
import { LMDB_FILE } from './layout.ts';
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

const PAGE_BYTES = 4096;

/** Changes one separator in each branch page whose keys begin with the text: some of these pages are free by now. */
function damageBranchPages(path: string, text: string): number {
  const bytes = readFileSync(path);
  let count = 0;
  for (let page = 2 * PAGE_BYTES; page < bytes.length; page += PAGE_BYTES) {
    const isBranch = (bytes.readUInt16LE(page + 18) & 1) === 1;
    const upper = bytes.readUInt16LE(page + 22);
    if (!isBranch || upper >= PAGE_BYTES) continue;
    const at = bytes.subarray(page, page + PAGE_BYTES - 6).indexOf(text, upper + 200);
    if (at < 0) continue;
    const digit = page + at + text.length;
    bytes[digit] = (bytes[digit] as number) ^ 1;
    count += 1;
  }
  writeFileSync(path, bytes);
  return count;
}

test('a scrub finds a branch page of a side table that leads searches astray', async () => {
  await withTemporaryDirectory(async (directory) => {
    const options = { directory, tables: ['blocks'] };
    const store = await openLmdbStore(options);
    for (let part = 0; part < 5; part += 1) {
      const update = store.begin();
      update.write([{ key: utf8(`a${part}`), value: utf8('x') }]);
      for (let index = 0; index < 500; index += 1) {
        const row = ((part * 500 + index) * 7919) % 2500;
        update.table('blocks').put(utf8(`row-${row}`), new Uint8Array(150));
      }
      await update.commit();
    }
    await store.scrub();
    await store.close();
    assert.ok(damageBranchPages(join(directory, LMDB_FILE), 'row-') > 0);
    const damaged = await openLmdbStore(options);
    await assert.rejects(damaged.scrub(), { code: 'STATE_CORRUPT', message: /search/ });
    await damaged.close();
  });
});
