/** Writes docs/errors.md from what the packages declare. `--check` only says whether it is up to date. */
import { readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { errorsPage } from '@touchmark/cli';

const file = resolve(import.meta.dirname, '../docs/errors.md');
const text = errorsPage();
if (!process.argv.includes('--check')) {
  writeFileSync(file, text);
} else if (readFileSync(file, 'utf8') !== text) {
  console.error('docs/errors.md is out of date. Run: node scripts/generate-errors.ts');
  process.exitCode = 1;
}
