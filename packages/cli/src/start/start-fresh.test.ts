import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { ExampleKeys } from './example-keys.ts';
import type { Example } from './example.ts';
import { foundExample } from './found-example.ts';
import { readSeeding, writeSeeding } from './seeding-record.ts';
import { removeExample } from './start-fresh.ts';
import { prepareDataDirectory } from '../data-directory/marker.ts';

const EXAMPLE: Example = {
  name: 'test',
  organizations: [],
  delegations: [],
  registrations: [],
  updates: [],
  retirements: [],
};

/** A data directory with a network's files in it, as `node init` and a node leave them. */
async function networkDirectory(context: TestContext): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), 'touchmark-fresh-'));
  context.after(() => rm(directory, { recursive: true }));
  await prepareDataDirectory(directory);
  await mkdir(join(directory, 'ledger'));
  for (const name of ['genesis.json', 'validator.json', 'founded.json', 'ledger/data.mdb']) {
    await writeFile(join(directory, name), name);
  }
  return directory;
}

test('a network that is no example is never removed', async (context) => {
  const directory = await networkDirectory(context);
  const before = await readdir(directory, { recursive: true });
  const removing = removeExample(directory, EXAMPLE);
  await assert.rejects(removing, {
    code: 'DATA_DIRECTORY_FOREIGN',
    message: /nothing was touched/,
  });
  assert.deepEqual(await readdir(directory, { recursive: true }), before);
});

test('an example goes, and everything that belongs to it', async (context) => {
  const directory = await networkDirectory(context);
  await writeSeeding(directory, { example: 'test', complete: true });
  await writeFile(join(directory, 'notes.txt'), 'mine');
  assert.deepEqual(await removeExample(directory, EXAMPLE), []);
  assert.deepEqual((await readdir(directory)).sort(), ['notes.txt', 'touchmark.json']);
  assert.deepEqual(await removeExample(directory, EXAMPLE), []);
});

test('a removal that breaks off leaves no genesis and no word of a complete example', async (context) => {
  const directory = await networkDirectory(context);
  await writeSeeding(directory, { example: 'test', complete: true });
  // A ledger that can't be removed stands for a kill in the middle.
  const ledger = join(directory, 'ledger');
  await rm(ledger, { recursive: true });
  await writeFile(ledger, 'no directory');
  await assert.rejects(removeExample(directory, EXAMPLE), { code: 'ENOTDIR' });
  assert.deepEqual(await readSeeding(directory), { example: 'test', complete: false });
  assert.ok(!existsSync(join(directory, 'genesis.json')));
  await rm(ledger);
  assert.deepEqual(await removeExample(directory, EXAMPLE), []);
  assert.deepEqual(await readdir(directory), ['touchmark.json']);
});

test("another network's validator key is never replaced", async (context) => {
  const directory = await networkDirectory(context);
  for (const name of ['genesis.json', 'founded.json', 'ledger']) {
    await rm(join(directory, name), { recursive: true });
  }
  const keys = await ExampleKeys.open(join(directory, 'keys'));
  const founding = foundExample(directory, keys, 'test');
  await assert.rejects(founding, { code: 'DATA_DIRECTORY_FOREIGN' });
  assert.equal(await readFile(join(directory, 'validator.json'), 'utf8'), 'validator.json');
});
