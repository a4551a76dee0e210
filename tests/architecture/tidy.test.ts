import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { test } from 'node:test';

const root = resolve(import.meta.dirname, '../..');
const MAX_LINES = 500;
const MAX_COLUMNS = 100;

/** Tables and one-algorithm files that are longer on purpose, each with its reason. */
const LONGER_ON_PURPOSE: Readonly<Record<string, string>> = {};

/** Files whose long lines are text of a document, wrapped as documents are. */
const DOCUMENT_TEXT: readonly string[] = [
  'packages/node/src/docs/http-reference.ts',
  'packages/node/src/http/documentation.ts',
  'packages/node/src/http/examples.ts',
];

const BANNED: readonly { pattern: RegExp; why: string }[] = [
  { pattern: /\b(TODO|FIXME|XXX|HACK)\b/, why: 'finish it or file an issue' },
  { pattern: /@ts-(ignore|nocheck|expect-error)/, why: 'fix the type' },
  { pattern: /\bas (any|unknown as)\b/, why: 'say what it is' },
  { pattern: /\b(test|it|describe)\.(only|skip|todo)\(/, why: 'every test runs' },
  { pattern: /\bdebugger\b/, why: 'left over' },
];

function trackedFiles(...patterns: string[]): string[] {
  const args = ['ls-files', '--cached', '--others', '--exclude-standard', '--', ...patterns];
  return execFileSync('git', args, { cwd: root, encoding: 'utf8' }).split('\n').filter(Boolean);
}

const sources = trackedFiles('*.ts', '*.mjs').filter((file) => !file.endsWith('tidy.test.ts'));

test('there are sources to look at', () => {
  assert.ok(sources.length > 50);
});

for (const { pattern, why } of BANNED) {
  test(`no source contains ${String(pattern)} (${why})`, () => {
    for (const file of sources) {
      const line = readFileSync(resolve(root, file), 'utf8')
        .split('\n')
        .findIndex((text) => pattern.test(text));
      assert.equal(line, -1, `${file}:${line + 1}`);
    }
  });
}

test(`no source is longer than ${MAX_LINES} lines`, () => {
  for (const file of sources) {
    if (LONGER_ON_PURPOSE[file] !== undefined) continue;
    const lines = readFileSync(resolve(root, file), 'utf8').split('\n').length;
    assert.ok(lines <= MAX_LINES, `${file} has ${lines} lines`);
  }
});

test('comments and code keep to the page width', () => {
  const tooLong: string[] = [];
  for (const file of sources.filter((path) => !DOCUMENT_TEXT.includes(path))) {
    for (const [index, text] of readFileSync(resolve(root, file), 'utf8').split('\n').entries()) {
      const isData = /https?:\/\/|['"`][^'"`]{60,}['"`]/.test(text);
      if (text.length > MAX_COLUMNS + 20 && !isData) tooLong.push(`${file}:${index + 1}`);
    }
  }
  assert.deepEqual(tooLong, []);
});

test('every package has one barrel, its index', () => {
  for (const file of sources.filter((path) => /packages\/.*\/src\//.test(path))) {
    const text = readFileSync(resolve(root, file), 'utf8');
    const isBarrel =
      /^export (\*|\{[^}]*\}) from/m.test(text) && !/^(import|const|function|class)/m.test(text);
    if (isBarrel) assert.match(file, /index\.ts$/, `${file} only re-exports`);
  }
});

test('files and folders have kebab-case names that say what is in them', () => {
  for (const file of trackedFiles('packages', 'tests', 'bench', 'scripts', 'examples')) {
    const name = file.split('/').at(-1) ?? '';
    if (/^(README(\.zh-CN)?\.md|package(-lock)?\.json|\.npmrc|\.gitignore)$/.test(name)) continue;
    assert.match(name, /^[a-z0-9][a-z0-9-]*(\.[a-z0-9-]+)+$/, file);
    assert.doesNotMatch(name, /^(utils?|helpers?|common|manager|misc)\./, file);
  }
});
