import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, rmSync, truncateSync, writeFileSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { open } from 'lmdb';
import type { StateStore, Write } from '../store.ts';
import { NaiveMap } from '../testing/naive-map.ts';
import { withTemporaryDirectory } from '../testing/temporary-directory.ts';
import { HEAD_KEY } from './head.ts';
import { journalKey } from './journal.ts';
import { JOURNAL_NUMBER } from './layout.ts';
import { lmdbOptions, BINARY } from './lmdb-options.ts';
import { openLmdbStore } from './open-state-store.ts';
import { openStateReader } from './state-reader.ts';

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);

function block(height: number, count = 60): Write[] {
  return Array.from({ length: count }, (_, index) => ({
    key: utf8(`${(height * 37 + index * 11) % 500}`),
    value: index % 8 === 0 ? null : utf8(`${height}:${index}`.repeat(30)),
  }));
}

/** A store of some commits, closed; with a tree file in the middle if `minJournalBytes` is low. */
async function makeStore(directory: string, minJournalBytes?: number): Promise<NaiveMap> {
  const model = new NaiveMap();
  const store = await openLmdbStore({
    directory,
    tables: ['blocks'],
    ...(minJournalBytes === undefined ? {} : { minJournalBytes }),
  });
  for (let height = 0; height < 12; height += 1) {
    await commit(store, height);
    for (const { key, value } of block(height)) model.set(key, value);
    // Time for the tree file that is written beside.
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  await store.close();
  return model;
}

async function commit(store: StateStore, height: number): Promise<void> {
  const update = store.begin();
  update.write(block(height));
  update.table('blocks').put(utf8(`${height}`), utf8(`block ${height}`));
  await update.commit();
}

const treeFilesOf = (directory: string): string[] =>
  readdirSync(directory).filter((name) => name.endsWith('.tree'));

/** Changes a store behind its back. */
async function tamper(
  directory: string,
  change: (database: (name: string) => ReturnType<ReturnType<typeof open>['openDB']>) => void,
): Promise<void> {
  const root = open(lmdbOptions(directory, 8, 2 ** 40));
  change((name) => root.openDB(name, BINARY));
  await root.close();
}

async function assertWhole(directory: string, model: NaiveMap): Promise<void> {
  const seen: number[] = [];
  const store = await openLmdbStore({
    directory,
    tables: ['blocks'],
    onProgress: ({ done }) => seen.push(done),
  });
  store.read((snapshot) => assert.deepEqual(snapshot.root, model.root()));
  await commit(store, 99);
  for (const { key, value } of block(99)) model.set(key, value);
  store.read((snapshot) => assert.deepEqual(snapshot.root, model.root()));
  assert.equal((await store.scrub()).records, model.size);
  await store.close();
}

test('a missing tree file is made up for by the records', async () => {
  await withTemporaryDirectory(async (directory) => {
    const model = await makeStore(directory, 1);
    const [name] = treeFilesOf(directory);
    assert.ok(name !== undefined, 'no tree file was written');
    rmSync(join(directory, name));
    await assertWhole(directory, model);
  });
});

test('a damaged tree file is made up for by the records', async () => {
  await withTemporaryDirectory(async (directory) => {
    const model = await makeStore(directory, 1);
    const path = join(directory, treeFilesOf(directory)[0] ?? '');
    const bytes = readFileSync(path);
    bytes[bytes.length >> 1] = (bytes[bytes.length >> 1] as number) ^ 4;
    writeFileSync(path, bytes);
    await assertWhole(directory, model);
  });
});

test('a gap in the journal is made up for by the records', async () => {
  await withTemporaryDirectory(async (directory) => {
    const model = await makeStore(directory);
    await tamper(directory, (database) => database('journal').removeSync(journalKey(7, 0)));
    await assertWhole(directory, model);
  });
});

test('records that do not have the committed root are refused', async () => {
  await withTemporaryDirectory(async (directory) => {
    await makeStore(directory);
    await tamper(directory, (database) => {
      database('journal').removeSync(journalKey(7, 0));
      database('map').removeSync(utf8('38'));
    });
    await assert.rejects(openLmdbStore({ directory, tables: ['blocks'] }), {
      code: 'STATE_CORRUPT',
    });
  });
});

test('the scrub finds what was changed in a record or a table', async () => {
  const changes: [string, Uint8Array][] = [
    ['map', utf8('38')],
    ['table:blocks', utf8('5')],
  ];
  for (const [name, key] of changes) {
    await withTemporaryDirectory(async (directory) => {
      await makeStore(directory);
      const store = await openLmdbStore({ directory, tables: ['blocks'] });
      await store.scrub();
      await store.close();
      await tamper(directory, (database) => {
        const value = Buffer.from(database(name).getBinary(key) ?? []);
        value[value.length - 1] = (value.at(-1) as number) ^ 1;
        database(name).putSync(key, value);
      });
      const damaged = await openLmdbStore({ directory, tables: ['blocks'] });
      await assert.rejects(damaged.scrub(), { code: 'STATE_CORRUPT' });
      await damaged.close();
    });
  }
});

test('the scrub finds what was changed in the journal, which the next start makes up for', async () => {
  await withTemporaryDirectory(async (directory) => {
    const model = await makeStore(directory);
    const store = await openLmdbStore({ directory, tables: ['blocks'] });
    await store.scrub();
    const key = journalKey(5, 0);
    const part = Buffer.from(store.files.journal.getBinary(key) ?? []);
    assert.ok(part.length > 0, 'the journal has no such part');
    part[part.length - 1] = (part.at(-1) as number) ^ 1;
    const update = store.begin();
    store.operations.put(JOURNAL_NUMBER, key, part);
    await update.commit();
    const expected = { code: 'STATE_CORRUPT', message: /^The journal .* is damaged/ };
    await assert.rejects(store.scrub(), expected);
    await store.close();
    await assertWhole(directory, model);
  });
});

test('a proof over a damaged record is not given out', async () => {
  await withTemporaryDirectory(async (directory) => {
    await makeStore(directory);
    await tamper(directory, (database) => {
      const value = Buffer.from(database('map').getBinary(utf8('38')) ?? []);
      value[40] = (value[40] as number) ^ 1;
      database('map').putSync(utf8('38'), value);
    });
    const store = await openLmdbStore({ directory, tables: ['blocks'] });
    assert.throws(() => store.read((s) => s.proveKey(utf8('38'))), { code: 'STATE_CORRUPT' });
    await store.close();
  });
});

test('another format and a missing head are refused', async () => {
  await withTemporaryDirectory(async (directory) => {
    await makeStore(directory);
    await tamper(directory, (database) => database('meta').removeSync(HEAD_KEY));
    await assert.rejects(openLmdbStore({ directory, tables: ['blocks'] }), {
      code: 'STATE_CORRUPT',
    });
    await assert.rejects(openStateReader({ directory, tables: ['blocks'] }), {
      code: 'STATE_MISSING',
    });
  });
});

test('a file that was cut is refused, not mapped', async () => {
  await withTemporaryDirectory(async (directory) => {
    await makeStore(directory);
    truncateSync(join(directory, 'data.mdb'), 16 * 4096);
    const expected = { code: 'STATE_CORRUPT', message: /was cut/ };
    await assert.rejects(openLmdbStore({ directory, tables: ['blocks'] }), expected);
    truncateSync(join(directory, 'data.mdb'), 100);
    await assert.rejects(openLmdbStore({ directory, tables: ['blocks'] }), expected);
    await assert.rejects(openStateReader({ directory, tables: ['blocks'] }), expected);
  });
});

test('a second writer is refused while the first is there', async () => {
  await withTemporaryDirectory(async (directory) => {
    const store = await openLmdbStore({ directory, tables: [] });
    await assert.rejects(openLmdbStore({ directory, tables: [] }), { code: 'STATE_LOCKED' });
    await store.close();
    await (await openLmdbStore({ directory, tables: [] })).close();
  });
});

test('a damaged lock file is made anew, and locks', async () => {
  await withTemporaryDirectory(async (directory) => {
    writeFileSync(join(directory, 'writer.lock'), 'no lock of anybody '.repeat(50));
    const store = await openLmdbStore({ directory, tables: [] });
    await assert.rejects(openLmdbStore({ directory, tables: [] }), { code: 'STATE_LOCKED' });
    await store.close();
  });
});

test('a lock file that cannot be opened is not called locked', async () => {
  await withTemporaryDirectory(async (directory) => {
    mkdirSync(join(directory, 'writer.lock'));
    await assert.rejects(openLmdbStore({ directory, tables: [] }), { code: 'STATE_IO' });
  });
});

test('a reader without a store is told so', async () => {
  await withTemporaryDirectory(async (directory) => {
    await assert.rejects(openStateReader({ directory, tables: [] }), { code: 'STATE_MISSING' });
    await (await openLmdbStore({ directory, tables: [] })).close();
    const other = openStateReader({ directory, tables: ['other'] });
    await assert.rejects(other, { code: 'STATE_MISSING', message: /table:other/ });
  });
});

test('a full disk refuses the commit, keeps what it has, and the store takes no more', async () => {
  await withTemporaryDirectory(async (directory) => {
    const script = fileURLToPath(new URL('../testing/limited-writer.ts', import.meta.url));
    // 4,096 blocks of 512 bytes: 2 MiB a file.
    const command = `ulimit -f 4096; exec "${process.execPath}" "${script}" "${directory}"`;
    const said = execFileSync('/bin/sh', ['-c', command], { encoding: 'utf8' });
    const { root, commit: refused, begin, after } = JSON.parse(said) as Record<string, string>;
    // LMDB says EIO where a write ended halfway, as it does at the edge of a full disk.
    assert.match(`${refused}`, /^STATE_(FULL|IO)$/);
    assert.deepEqual([begin, after], [refused, root]);
    const again = await openLmdbStore({ directory, tables: [] });
    again.read((snapshot) => {
      assert.equal(Buffer.from(snapshot.root).toString('hex'), root);
      assert.deepEqual(snapshot.get(utf8('kept')), utf8('value'));
    });
    const next = again.begin();
    next.write(block(1));
    await next.commit();
    await again.close();
  });
});

test('readers that fall behind the journal load the tree file', async () => {
  await withTemporaryDirectory(async (directory) => {
    const options = { directory, tables: ['blocks'] };
    const store = await openLmdbStore({ ...options, minJournalBytes: 1 });
    await commit(store, 0);
    const reader = await openStateReader(options);
    for (let height = 1; height < 30; height += 1) {
      await commit(store, height);
      await new Promise((resolve) => setTimeout(resolve, 3));
    }
    assert.equal(store.files.journal.getBinary(journalKey(2, 0)), undefined, 'not trimmed');
    const root = store.read((snapshot) => snapshot.root);
    reader.read((snapshot) => {
      assert.deepEqual(snapshot.root, root);
      assert.ok(snapshot.proveKey(utf8('38')).length > 0);
    });
    await reader.close();
    await store.close();
  });
});

test('a snapshot ends with the read that it came from', async () => {
  await withTemporaryDirectory(async (directory) => {
    const store = await openLmdbStore({ directory, tables: [] });
    const snapshot = store.read((current) => current);
    assert.throws(() => snapshot.get(utf8('a')), { code: 'STATE_SNAPSHOT_ENDED' });
    await store.close();
    assert.throws(() => store.read(() => 0), { code: 'STATE_CLOSED' });
  });
});
