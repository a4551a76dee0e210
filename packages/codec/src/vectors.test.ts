import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { VECTORS_FOLDER } from './testing/vector-files.ts';
import { generateVectors } from './testing/vectors.ts';

for (const [name, text] of generateVectors()) {
  test(`spec/vectors/${name}.json is what write-vectors.ts writes`, () => {
    assert.equal(readFileSync(new URL(`${name}.json`, VECTORS_FOLDER), 'utf8'), text);
  });
}
