import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { writeOutput } from './write-output.ts';

async function emptyDirectory(context: TestContext): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), 'touchmark-output-'));
  context.after(() => rm(directory, { recursive: true }));
  return directory;
}

test('a file is made, replaced, and not replaced where that is not wanted', async (context) => {
  const directory = await emptyDirectory(context);
  const path = join(directory, 'a');
  await writeOutput(path, 'one', { exclusive: true, secret: true });
  assert.equal((await stat(path)).mode & 0o777, 0o600);
  await assert.rejects(writeOutput(path, 'two', { exclusive: true }), { code: 'EEXIST' });
  assert.equal(await readFile(path, 'utf8'), 'one');
  await writeOutput(path, Uint8Array.of(50));
  assert.equal(await readFile(path, 'utf8'), '2');
  assert.deepEqual(await readdir(directory), ['a']);
});

test('a link stays a link; a device stays a device; a directory is refused', async (context) => {
  const directory = await emptyDirectory(context);
  await writeFile(join(directory, 'target'), '');
  await symlink(join(directory, 'target'), join(directory, 'link'));
  await writeOutput(join(directory, 'link'), 'x');
  assert.equal(await readFile(join(directory, 'target'), 'utf8'), 'x');
  await writeOutput('/dev/null', 'x');
  assert.ok((await stat('/dev/null')).isCharacterDevice());
  await mkdir(join(directory, 'folder'));
  await assert.rejects(writeOutput(join(directory, 'folder'), 'x'), { code: 'EISDIR' });
});

test('nothing is left behind where nothing can be written', async (context) => {
  const directory = await emptyDirectory(context);
  await assert.rejects(writeOutput(join(directory, 'none/a'), 'x'), { code: 'ENOENT' });
  assert.deepEqual(await readdir(directory), []);
});
