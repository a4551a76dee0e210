import assert from 'node:assert/strict';
import { copyFileSync, readFileSync, statSync, truncateSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { withTemporaryDirectory } from '../testing/temporary-directory.ts';
import { type MeasuredFile, missingBytes } from './check-file-length.ts';
import { LMDB_FILE } from './layout.ts';
import { openLmdbStore } from './open-state-store.ts';

const PAGE_BYTES = 4096;
const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);

async function makeStore(directory: string): Promise<void> {
  const store = await openLmdbStore({ directory, tables: ['blocks'] });
  for (let part = 0; part < 4; part += 1) {
    const update = store.begin();
    update.write(
      Array.from({ length: 600 }, (_, index) => ({
        key: utf8(`k${part}-${index}`),
        value: new Uint8Array(150).fill(index),
      })),
    );
    for (let index = 0; index < 100; index += 1) {
      update.table('blocks').put(utf8(`${part}-${index}`), new Uint8Array(300).fill(index));
    }
    await update.commit();
  }
  await store.close();
}

/** `refused` or `whole`; the process ends (SIGBUS) if what is not there is read. */
async function openingOf(directory: string): Promise<string> {
  try {
    const store = await openLmdbStore({ directory, tables: ['blocks'] });
    try {
      await store.scrub();
      return 'whole';
    } finally {
      await store.close();
    }
  } catch (error) {
    assert.equal((error as { code?: string }).code, 'STATE_CORRUPT');
    return 'refused';
  }
}

test('a file that was cut by a few pages is refused or sound, and never ends the process', async () => {
  await withTemporaryDirectory(async (directory) => {
    await makeStore(directory);
    const path = join(directory, LMDB_FILE);
    copyFileSync(path, `${path}.whole`);
    const { size } = statSync(path);
    for (const cut of [3, 20, 63]) {
      copyFileSync(`${path}.whole`, path);
      truncateSync(path, size - cut * PAGE_BYTES);
      assert.equal(await openingOf(directory), 'refused', `cut by ${cut} pages`);
    }
  });
});

test('a file that grows while it is measured is not taken for a cut one', async () => {
  await withTemporaryDirectory(async (directory) => {
    await makeStore(directory);
    const bytes = readFileSync(join(directory, LMDB_FILE));
    // The writer is quicker: when the metas are read, the file has its full size already.
    let size = 2 * PAGE_BYTES;
    const growing: MeasuredFile = {
      read: async (buffer, offset, length, position) => {
        size = bytes.length + 64 * PAGE_BYTES;
        return { bytesRead: bytes.copy(buffer, offset, position, position + length) };
      },
      stat: async () => ({ size }),
    };
    assert.equal(await missingBytes(growing, 'data.mdb'), 0);
  });
});
