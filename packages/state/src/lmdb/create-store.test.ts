import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { open } from 'lmdb';
import { withTemporaryDirectory } from '../testing/temporary-directory.ts';
import { LMDB_FILE, NEW_FOLDER } from './layout.ts';
import { lmdbOptions } from './lmdb-options.ts';
import { openLmdbStore } from './open-state-store.ts';

const options = (directory: string) => ({ directory, tables: [] });

for (const bytes of [0, 100, 4096, 8192]) {
  test(`the making of a store that ended after ${bytes} bytes is begun anew`, async () => {
    await withTemporaryDirectory(async (directory) => {
      const place = join(directory, NEW_FOLDER);
      mkdirSync(place);
      writeFileSync(join(place, LMDB_FILE), new Uint8Array(bytes));
      const store = await openLmdbStore(options(directory));
      assert.equal(store.statistics().commits, 0);
      await store.close();
      assert.ok(!existsSync(place));
    });
  });

  test(`a store's file of ${bytes} bytes of nothing is never taken for a new one`, async () => {
    await withTemporaryDirectory(async (directory) => {
      const file = join(directory, LMDB_FILE);
      writeFileSync(file, new Uint8Array(bytes));
      await assert.rejects(openLmdbStore(options(directory)), { code: 'STATE_CORRUPT' });
      assert.equal(readFileSync(file).length, bytes);
    });
  });
}

test('neither is a file that is whole and has no head', async () => {
  await withTemporaryDirectory(async (directory) => {
    await open(lmdbOptions(directory, 5, 2 ** 24)).close();
    await assert.rejects(openLmdbStore(options(directory)), { code: 'STATE_CORRUPT' });
  });
});
