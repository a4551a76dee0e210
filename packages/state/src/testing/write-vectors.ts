/** Writes this package's files of spec/vectors: `node packages/state/src/testing/write-vectors.ts`. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { VECTORS_FOLDER } from './vector-files.ts';
import { generateVectors } from './vectors.ts';

for (const [name, text] of await generateVectors()) {
  const path = fileURLToPath(new URL(`${name}.json`, VECTORS_FOLDER));
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
  console.log(`${name}.json`);
}
