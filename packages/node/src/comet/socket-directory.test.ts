import assert from 'node:assert/strict';
import { chmod, mkdir, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { testDirectory } from '../testing/test-node.ts';
import { prepareSocketDirectory } from './comet-files.ts';

const refused = { code: 'NODE_SOCKETS_FOREIGN' };

test('sockets lie in a directory that nobody else can enter, or nowhere', async (context) => {
  const path = join(await testDirectory(context), 'sockets');
  await prepareSocketDirectory(path);
  await prepareSocketDirectory(path);
  await chmod(path, 0o755);
  await assert.rejects(prepareSocketDirectory(path), refused);
  await chmod(path, 0o777);
  await assert.rejects(prepareSocketDirectory(path), refused);
});

test('a link to another directory is none', async (context) => {
  const directory = await testDirectory(context);
  const other = join(directory, 'other');
  await mkdir(other, { mode: 0o700 });
  const link = join(directory, 'link');
  await symlink(other, link);
  await assert.rejects(prepareSocketDirectory(link), refused);
});
