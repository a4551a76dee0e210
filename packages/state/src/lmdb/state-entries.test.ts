import assert from 'node:assert/strict';
import { test } from 'node:test';
import { withTemporaryDirectory } from '../testing/temporary-directory.ts';
import { openStateStore } from './open-state-store.ts';
import { openStateEntries } from './state-entries.ts';

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);

test('a version is read entry by entry while the next one is written', async () => {
  await withTemporaryDirectory(async (directory) => {
    const store = await openStateStore({ directory, tables: ['side'] });
    const write = async (value: string): Promise<Uint8Array> => {
      const update = store.begin();
      update.write(['b', 'a', 'c'].map((key) => ({ key: utf8(key), value: utf8(value) })));
      update.table('side').put(utf8('k'), utf8(value));
      await update.commit();
      return store.read(({ root }) => root.slice());
    };
    const first = await write('one');
    const entries = await openStateEntries({ directory, tables: ['side'] });
    const seen = (): unknown[] =>
      entries.read((content) => [
        content.root.slice(),
        content.size,
        Array.from(content.entries(), ({ key, value }) => [...key, ...value]),
        content.table('side').get(utf8('k')),
      ]);
    const rows = (value: string): number[][] => [97, 98, 99].map((key) => [key, ...utf8(value)]);
    assert.deepEqual(seen(), [first, 3, rows('one'), utf8('one')]);
    const second = await write('two');
    assert.deepEqual(seen(), [second, 3, rows('two'), utf8('two')]);
    await entries.close();
    await store.close();
  });
});

test('where there is no store, that is said', async () => {
  await withTemporaryDirectory(async (directory) => {
    await assert.rejects(openStateEntries({ directory, tables: [] }), { code: 'STATE_MISSING' });
  });
});
