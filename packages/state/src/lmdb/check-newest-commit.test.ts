import assert from 'node:assert/strict';
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { open as openLmdb } from 'lmdb';
import { withTemporaryDirectory } from '../testing/temporary-directory.ts';
import { checkNewestCommit } from './check-newest-commit.ts';
import { LMDB_FILE } from './layout.ts';
import { lmdbOptions } from './lmdb-options.ts';
import { type Meta, readMeta, writeMetaNumbers } from './meta-page.ts';
import { openLmdbStore } from './open-state-store.ts';
import { StateError } from '../state-error.ts';

const PAGE_BYTES = 4096;
const TRANSACTION_AT = 152;
const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);

async function makeStore(directory: string, commits: number): Promise<void> {
  const store = await openLmdbStore({ directory, tables: [] });
  for (let commit = 0; commit < commits; commit += 1) {
    const update = store.begin();
    update.write([{ key: utf8(`key ${commit}`), value: utf8('value') }]);
    await update.commit();
  }
  await store.close();
}

async function metasOf(path: string): Promise<[Meta, Meta]> {
  const file = await open(path, 'r');
  const [first, second] = [await readMeta(file, 0), await readMeta(file, PAGE_BYTES)];
  await file.close();
  assert.ok(first !== null && second !== null);
  return [first, second];
}

/** Number of the meta page that LMDB will believe. */
async function believed(path: string): Promise<number> {
  const [first, second] = await metasOf(path);
  return second.transaction > first.transaction ? 1 : 0;
}

async function isRefused(path: string): Promise<boolean> {
  try {
    await checkNewestCommit(path);
    return false;
  } catch (error) {
    assert.ok(error instanceof StateError && error.code === 'STATE_CORRUPT');
    return true;
  }
}

for (const commits of [5, 6]) {
  test(`no bit of a transaction number takes the store back by a commit (${commits})`, async () => {
    await withTemporaryDirectory(async (directory) => {
      await makeStore(directory, commits);
      const path = join(directory, LMDB_FILE);
      const newest = await believed(path);
      assert.equal(await isRefused(path), false);
      const copy = join(directory, 'flipped');
      for (let bit = 0; bit < 2 * 64; bit += 1) {
        const bytes = readFileSync(path);
        const at = Math.floor(bit / 64) * PAGE_BYTES + TRANSACTION_AT + Math.floor((bit % 64) / 8);
        bytes[at] = (bytes[at] ?? 0) ^ (1 << (bit % 8));
        writeFileSync(copy, bytes);
        if (await isRefused(copy)) continue;
        assert.equal(await believed(copy), newest, `bit ${bit}`);
      }
    });
  });
}

test('a commit whose meta page was put back by LMDB is the newest, and the store goes on', async () => {
  await withTemporaryDirectory(async (directory) => {
    await makeStore(directory, 9);
    const path = join(directory, LMDB_FILE);
    const newest = await believed(path);
    const meta = (await metasOf(path))[newest];
    assert.ok(meta !== undefined);
    const file = await open(path, 'r+');
    await writeMetaNumbers(file, newest * PAGE_BYTES, {
      lastPage: 5,
      transaction: meta.transaction - 2n,
    });
    await file.close();
    assert.notEqual(await believed(path), newest);
    copyFileSync(path, join(directory, 'before'));

    const store = await openLmdbStore({ directory, tables: [] });
    assert.equal(store.statistics().size, 9);
    const update = store.begin();
    update.write(
      Array.from({ length: 500 }, (_, index) => ({ key: utf8(`new ${index}`), value: utf8('v') })),
    );
    await update.commit();
    assert.equal((await store.scrub()).records, 509);
    await store.close();
  });
});

test('a compact copy is opened and goes on', async () => {
  await withTemporaryDirectory(async (directory) => {
    const original = join(directory, 'original');
    const copy = join(directory, 'copy');
    await makeStore(original, 6);
    mkdirSync(copy);
    const root = openLmdb(lmdbOptions(original, 5, 2 ** 30));
    await root.backup(copy, true);
    await root.close();
    for (const size of [6, 7, 8]) {
      const store = await openLmdbStore({ directory: copy, tables: [] });
      assert.equal((await store.scrub()).records, size);
      const update = store.begin();
      update.write([{ key: utf8(`more ${size}`), value: utf8('value') }]);
      await update.commit();
      await store.close();
    }
  });
});
