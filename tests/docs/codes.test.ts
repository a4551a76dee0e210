/** Every code by which a format is refused stands in the text that describes the format. */
import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { test } from 'node:test';

const root = resolve(import.meta.dirname, '../..');
const OF_FORMATS =
  /'((?:CBOR|COMET|GENESIS|IDENTIFIER|TRANSACTION|READ_TOKEN|PROOF|HISTORY|VERIFY|SIGNER|ACTION|ORGANIZATIONS|NAMING)_[A-Z0-9_]*[A-Z0-9])'/g;
/** How the reader of records says what the texts call another kind of item, or another number of items. */
const OF_SHAPES = ['COUNT', 'FIELD_MISSING', 'FIELD_UNKNOWN', 'RANGE', 'TYPE'].map(
  (word) => `CBOR_${word}`,
);

async function filesIn(folder: string, ending: RegExp): Promise<string[]> {
  const names = await readdir(join(root, folder), { recursive: true });
  return names.filter((name) => ending.test(name)).map((name) => join(root, folder, name));
}

async function matchesIn(files: readonly string[], pattern: RegExp): Promise<Set<string>> {
  const texts = await Promise.all(files.map((file) => readFile(file, 'utf8')));
  return new Set(
    texts.flatMap((text) => [...text.matchAll(pattern)].map((found) => found[1] ?? '')),
  );
}

const specified = async (): Promise<Set<string>> =>
  matchesIn(await filesIn('spec', /\.md$/), /\b([A-Z]+_[A-Z0-9_]+)\b/g);

test('every code in the vectors is in the texts', async () => {
  const known = await specified();
  const used = await matchesIn(
    await filesIn('spec/vectors', /\.json$/),
    /"code": ?"([A-Z0-9_]+)"/g,
  );
  assert.ok(used.size > 80, `${used.size} codes`);
  assert.deepEqual(
    [...used].filter((code) => !known.has(code)),
    [],
  );
});

test('every code of a format in the sources is in the texts', async () => {
  const known = await specified();
  const sources = await filesIn(
    'packages',
    /^(codec|ledger|state|verify)\/src\/.*(?<!\.test)\.ts$/,
  );
  const used = await matchesIn(
    sources.filter((file) => !file.includes('/testing/')),
    OF_FORMATS,
  );
  assert.ok(used.size > 120, `${used.size} codes`);
  const missing = [...used].filter((code) => !known.has(code) && !OF_SHAPES.includes(code));
  assert.deepEqual(missing, []);
});
