import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { relative } from 'node:path';
import { test } from 'node:test';
import { generatedFiles } from './generated-files.ts';

test('what is generated from the code is committed as it is generated', async () => {
  for (const { file, text } of await generatedFiles()) {
    const committed = await readFile(file, 'utf8');
    // Not assert.equal: the difference of two such texts helps nobody.
    const isSame = committed === text;
    const name = relative(process.cwd(), file);
    assert.ok(isSame, `${name} is out of date. Run: node scripts/generate-http-docs.ts`);
  }
});
