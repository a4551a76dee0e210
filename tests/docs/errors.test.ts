/** docs/errors.md is what the packages declare, and no code of the sources is missing in it. */
import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { test } from 'node:test';
import { errorsPage } from '@touchmark/cli';

const root = resolve(import.meta.dirname, '../..');
const CODE = /'([A-Z][A-Z0-9]+(?:_[A-Z0-9]+)+)'/g;
/** Environment variables, codes of others, and the first half of codes. */
const NO_CODE =
  /^(TOUCHMARK_(?!.*_ERR)|FST_|HPE_|ERR_|FORCE_COLOR|NO_COLOR|INIT_CWD|LC_|HS_|NODE_ENV|NODE_TEST|UV_)/;
const CHINESE = /\p{Script=Han}/u;

test('docs/errors.md is what the packages declare', async () => {
  const written = await readFile(join(root, 'docs/errors.md'), 'utf8');
  assert.equal(written, errorsPage(), 'Run: node scripts/generate-errors.ts');
});

test('every code in the sources is in it', async () => {
  const page = errorsPage();
  const listed = new Set([...page.matchAll(/^\| `([A-Z0-9_]+)` \|/gm)].map(([, code]) => code));
  const names = await readdir(join(root, 'packages'), { recursive: true });
  const sources = names.filter(
    (name) =>
      /^[a-z]+\/src\/.*\.ts$/.test(name) &&
      !name.endsWith('.test.ts') &&
      !name.includes('/testing/'),
  );
  const texts = await Promise.all(
    sources.map((name) => readFile(join(root, 'packages', name), 'utf8')),
  );
  const used = new Set(
    texts.flatMap((text) => [...text.matchAll(CODE)].map(([, code = '']) => code)),
  );
  assert.ok(used.size > 250, `${used.size} codes`);
  const missing = [...used].filter((code) => !listed.has(code) && !NO_CODE.test(code));
  assert.deepEqual(missing.sort(), []);
});

test('no code stands twice, and each has words in both languages', () => {
  const rows = errorsPage()
    .split('\n')
    .filter((line) => line.startsWith('| `'))
    .map((line) => line.split(/(?<!\\)\|/).map((part) => part.trim()));
  const codes = rows.map(([, code = '']) => code);
  assert.deepEqual(
    codes.filter((code, index) => codes.indexOf(code) !== index),
    [],
  );
  for (const [, code = '', , , english = '', chinese = ''] of rows) {
    assert.match(english, /[a-z]{3}/, code);
    assert.match(chinese, CHINESE, code);
  }
});
