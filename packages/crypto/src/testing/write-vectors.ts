/** Writes the generated files of spec/vectors/crypto: `node packages/crypto/src/testing/write-vectors.ts`. */
import { writeFileSync } from 'node:fs';
import { generateVectors } from './generated-vectors.ts';
import { VECTORS_FOLDER } from './vector-files.ts';

for (const [name, text] of generateVectors()) {
  writeFileSync(new URL(`${name}.json`, VECTORS_FOLDER), text);
  console.log(`${name}.json`);
}
