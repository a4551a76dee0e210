import assert from 'node:assert/strict';
import { chmodSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { withTemporaryDirectory } from '../testing/temporary-directory.ts';
import { createDirectory } from './directory.ts';
import { openLmdbStore } from './open-state-store.ts';

const rightsOf = (path: string): number => statSync(path).mode & 0o7777;
const noRights = process.platform === 'win32' ? 'there are no such rights here' : false;

test('nobody else may look into the folder of a store', { skip: noRights }, async () => {
  await withTemporaryDirectory(async (parent) => {
    const directory = join(parent, 'data', 'store');
    await (await openLmdbStore({ directory, tables: [] })).close();
    assert.equal(rightsOf(directory), 0o700);
    assert.notEqual(rightsOf(join(parent, 'data')), 0o700);
    chmodSync(directory, 0o755);
    await (await openLmdbStore({ directory, tables: [] })).close();
    assert.equal(rightsOf(directory), 0o700);
  });
});

test('a folder that belongs to all stays open to all', { skip: noRights }, async () => {
  await withTemporaryDirectory(async (directory) => {
    chmodSync(directory, 0o1777);
    await createDirectory(directory);
    assert.equal(rightsOf(directory), 0o1777);
  });
});
