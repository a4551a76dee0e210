import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { lockDataDirectory } from './lock.ts';
import { prepareDataDirectory, standingOf } from './marker.ts';

async function emptyDirectory(context: TestContext): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), 'touchmark-directory-'));
  context.after(() => rm(directory, { recursive: true }));
  return directory;
}

test('a new directory is made for its owner alone, and known again', async (context) => {
  const directory = join(await emptyDirectory(context), 'a/b');
  assert.equal(await standingOf(directory), 'missing');
  await prepareDataDirectory(directory);
  assert.equal((await stat(directory)).mode & 0o777, 0o700);
  assert.equal(await standingOf(directory), 'ours');
  await prepareDataDirectory(directory);
});

test('killed while it was being marked, a directory is as good as empty', async (context) => {
  const directory = await emptyDirectory(context);
  await writeFile(join(directory, 'touchmark.json.4711.new'), '{');
  assert.equal(await standingOf(directory), 'empty');
  await prepareDataDirectory(directory);
  assert.equal(await standingOf(directory), 'ours');
});

test('a directory with anything else in it is refused and left alone', async (context) => {
  const directory = await emptyDirectory(context);
  await writeFile(join(directory, 'thesis.txt'), 'x');
  await assert.rejects(prepareDataDirectory(directory), { code: 'DATA_DIRECTORY_FOREIGN' });
  assert.deepEqual(await readdir(directory), ['thesis.txt']);
});

test('a directory of another version is refused', async (context) => {
  const directory = await emptyDirectory(context);
  await writeFile(join(directory, 'touchmark.json'), '{"touchmark": "data-directory/9"}');
  await assert.rejects(standingOf(directory), { code: 'DATA_DIRECTORY_VERSION' });
});

test('one process at a time; a lock left by a killed process is taken over', async (context) => {
  const directory = await emptyDirectory(context);
  const unlock = lockDataDirectory(directory);
  assert.throws(() => lockDataDirectory(directory), {
    code: 'DATA_DIRECTORY_IN_USE',
    message: new RegExp(`Process ${process.pid} is using`),
  });
  unlock();
  assert.deepEqual(await readdir(directory), []);
  // A living process, but not the one that locked: it started at another time.
  await writeFile(
    join(directory, 'running.json'),
    JSON.stringify({ pid: process.pid, started: '1' }),
  );
  lockDataDirectory(directory)();
  await writeFile(join(directory, 'running.json'), 'half a fi');
  lockDataDirectory(directory)();
});

test('a directory that does not exist can not be locked', async (context) => {
  const directory = join(await emptyDirectory(context), 'none');
  assert.throws(() => lockDataDirectory(directory), { code: 'DATA_DIRECTORY_MISSING' });
  await mkdir(directory);
  lockDataDirectory(directory)();
});
