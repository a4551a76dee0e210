import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { relative, resolve } from 'node:path';
import { test } from 'node:test';
import { generatedActionFiles } from '../../scripts/generate-actions.ts';

for (const { file, text } of generatedActionFiles()) {
  const name = relative(resolve(import.meta.dirname, '../..'), file);
  test(`${name} is what the modules declare`, () => {
    assert.equal(readFileSync(file, 'utf8'), text, 'Run: node scripts/generate-actions.ts');
  });
}
