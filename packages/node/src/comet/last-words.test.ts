import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { testDirectory } from '../testing/test-node.ts';
import { lastWords } from './last-words.ts';

test('the newest line that says why it ended, of a log of any length', async (context) => {
  const file = join(await testDirectory(context), 'cometbft.log');
  assert.equal(lastWords(file), undefined);
  await writeFile(file, '{"_msg":"Stopping peer for error","level":"error"}\n');
  assert.equal(lastWords(file), undefined);
  const early = 'ERROR: failed to start node: the first\n';
  const noise = '{"_msg":"x","level":"info"}\n'.repeat(20_000);
  await writeFile(
    file,
    `${early}${noise}ERROR: failed to start node: the hash is another\nUsage:\n`,
  );
  assert.equal(lastWords(file), 'ERROR: failed to start node: the hash is another');
  await writeFile(file, `panic: ${'x'.repeat(5_000)}\n`);
  assert.equal(lastWords(file)?.length, 600);
});
