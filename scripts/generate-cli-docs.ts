/**
 * Writes docs/cli.md from the command definitions. `--check` only says whether it is up to date.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { commandReference, loadAllCommands } from '@touchmark/cli';

const file = resolve(import.meta.dirname, '../docs/cli.md');
const text = commandReference(await loadAllCommands());
if (!process.argv.includes('--check')) {
  writeFileSync(file, text);
} else if (readFileSync(file, 'utf8') !== text) {
  console.error('docs/cli.md is out of date. Run: node scripts/generate-cli-docs.ts');
  process.exitCode = 1;
}
