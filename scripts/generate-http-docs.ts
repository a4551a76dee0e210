/**
 * Writes packages/node/openapi.json, docs/http.md and docs/configuration.md from the node's schemas.
 * `--check` only says whether they are up to date.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { generatedFiles } from '../packages/node/src/docs/generated-files.ts';

for (const { file, text } of await generatedFiles()) {
  if (!process.argv.includes('--check')) {
    writeFileSync(file, text);
  } else if (readFileSync(file, 'utf8') !== text) {
    console.error(`${file} is out of date. Run: node scripts/generate-http-docs.ts`);
    process.exitCode = 1;
  }
}
