import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { withTemporaryDirectory } from '../testing/temporary-directory.ts';
import type { LmdbStateStore } from './lmdb-store.ts';
import { openLmdbStore } from './open-state-store.ts';
import { COMMITS_BETWEEN_READER_CHECKS } from './operations.ts';

const READER = fileURLToPath(new URL('../testing/killed-reader.ts', import.meta.url));
const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);

async function commit(store: LmdbStateStore, count: number): Promise<void> {
  for (let index = 0; index < count; index += 1) {
    const update = store.begin();
    update.write([{ key: utf8('key'), value: utf8(`${index}`) }]);
    await update.commit();
  }
}

test('a reader that was killed does not hold its version for ever', async () => {
  await withTemporaryDirectory(async (directory) => {
    const store = await openLmdbStore({ directory, tables: [] });
    await commit(store, 1);
    const { pid, signal } = spawnSync(process.execPath, [READER, directory]);
    assert.equal(signal, 'SIGKILL');
    const isListed = (): boolean => new RegExp(`\\b${pid}\\b`).test(store.files.root.readerList());
    assert.ok(isListed(), 'the reader left nothing behind');
    await commit(store, COMMITS_BETWEEN_READER_CHECKS);
    assert.ok(!isListed(), 'the reader is still listed');
    await store.close();
  });
});
