/**
 * Writes docs/actions.md and the SDK's types of actions from what the ledger's modules declare.
 * `--check` only says whether they are up to date.
 */
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { actionsPage } from '@touchmark/cli';
import { ledger } from '@touchmark/ledger';
import { paramsSource } from '../packages/sdk/src/testing/params-source.ts';

const root = resolve(import.meta.dirname, '..');

function formatted(source: string): string {
  const biome = resolve(root, 'node_modules/.bin/biome');
  const args = ['format', '--stdin-file-path=action-params.ts'];
  return execFileSync(biome, args, { cwd: root, input: source, encoding: 'utf8' });
}

/** Each file with what it should say. */
export function generatedActionFiles(): { file: string; text: string }[] {
  const { modules } = ledger.registry;
  return [
    { file: resolve(root, 'docs/actions.md'), text: actionsPage(modules) },
    {
      file: resolve(root, 'packages/sdk/src/action-params.ts'),
      text: formatted(paramsSource(modules)),
    },
  ];
}

if (import.meta.main) {
  for (const { file, text } of generatedActionFiles()) {
    if (!process.argv.includes('--check')) {
      writeFileSync(file, text);
    } else if (readFileSync(file, 'utf8') !== text) {
      console.error(`${file} is out of date. Run: node scripts/generate-actions.ts`);
      process.exitCode = 1;
    }
  }
}
