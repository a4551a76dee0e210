import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import type { EntryRange } from '../store.ts';
import { withTemporaryDirectory } from '../testing/temporary-directory.ts';
import { openLmdbStore } from './open-state-store.ts';

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);
const KEY = utf8('88/pump');
const RANGE: EntryRange = { start: utf8('88/'), end: null };

async function makeStore(directory: string, value: Uint8Array): Promise<void> {
  const store = await openLmdbStore({ directory, tables: [] });
  const update = store.begin();
  update.write([
    { key: KEY, value },
    { key: utf8('88/whole'), value: utf8('whole') },
  ]);
  await update.commit();
  await store.close();
}

/** Flips one bit wherever the text stands: pages that are free now may hold it too. */
function flipBitOf(directory: string, text: string): void {
  const path = join(directory, 'data.mdb');
  const bytes = readFileSync(path);
  const at: number[] = [];
  for (let found = bytes.indexOf(text); found >= 0; found = bytes.indexOf(text, found + 1)) {
    at.push(found);
  }
  assert.ok(at.length > 0, 'the text is not in the file');
  for (const index of at) bytes[index] = (bytes[index] as number) ^ 8;
  writeFileSync(path, bytes);
}

const values: [string, Uint8Array][] = [
  ['a record', utf8('pressure: 100 bar')],
  ['a record in pieces', utf8('.'.repeat(5000) + 'pressure: 100 bar' + '.'.repeat(3000))],
];

for (const [name, value] of values) {
  test(`an update does not execute on ${name} in which a bit flipped`, async () => {
    await withTemporaryDirectory(async (directory) => {
      await makeStore(directory, value);
      flipBitOf(directory, 'pressure: 100 bar');
      const store = await openLmdbStore({ directory, tables: [] });
      const update = store.begin();
      const damaged = { code: 'STATE_CORRUPT', message: /leaf hash is wrong.*restore/ };
      assert.throws(() => update.get(KEY), damaged);
      assert.throws(() => [...update.range(RANGE)], damaged);
      update.write([{ key: utf8('89/other'), value: utf8('beside') }]);
      assert.throws(() => update.get(KEY), damaged);
      assert.throws(() => [...update.range(RANGE)], damaged);
      assert.deepEqual(update.get(utf8('88/whole')), utf8('whole'));
      update.abort();
      await store.close();
    });
  });
}
