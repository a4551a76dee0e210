/**
 * Runs every check of the repository and ends with `N passed, N failed`.
 *
 * `npm test` runs all of it; `npm test -- PATTERN…` runs only the test files whose path contains one of the patterns.
 * A skipped test counts as failed: a check that can't run here must say what to install, not pass.
 */
import { spawnSync } from 'node:child_process';
import { globSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { relative, resolve } from 'node:path';
import { run } from 'node:test';
import { requireTestTools } from './test-tools.ts';

const root = resolve(import.meta.dirname, '..');
const bin = (name: string): string => resolve(root, 'node_modules/.bin', name);

interface Tally {
  passed: number;
  failed: number;
}

const STATIC_CHECKS: readonly { name: string; command: string; args: readonly string[] }[] = [
  { name: 'format', command: bin('biome'), args: ['format', '.'] },
  {
    name: 'lint',
    command: bin('oxlint'),
    args: ['--type-aware', 'packages', 'tests', 'bench', 'scripts', 'examples'],
  },
  { name: 'types', command: bin('tsc'), args: ['-p', '.'] },
];

function runStaticChecks(tally: Tally): void {
  for (const check of STATIC_CHECKS) {
    const result = spawnSync(check.command, check.args, { cwd: root, encoding: 'utf8' });
    if (result.status === 0) {
      tally.passed += 1;
      console.log(`ok    ${check.name}`);
      continue;
    }
    tally.failed += 1;
    console.log(
      `FAIL  ${check.name}\n${result.error?.message ?? ''}${result.stdout}${result.stderr}`,
    );
  }
}

function testFiles(patterns: readonly string[]): string[] {
  const files = globSync(
    ['packages/*/src/**/*.test.ts', 'tests/**/*.test.ts', 'bench/**/*.test.ts'],
    {
      cwd: root,
      exclude: (path) => path.includes('node_modules'),
    },
  );
  return files
    .filter((file) => !file.startsWith('tests/long/'))
    .filter((file) => patterns.length === 0 || patterns.some((pattern) => file.includes(pattern)))
    .sort()
    .map((file) => resolve(root, file));
}

interface FileTally {
  passed: number;
  startedAt: number;
}

async function runTests(files: readonly string[], tally: Tally): Promise<void> {
  const perFile = new Map<string, FileTally>();
  const fileTally = (file: string): FileTally => {
    const known = perFile.get(file) ?? { passed: 0, startedAt: performance.now() };
    perFile.set(file, known);
    return known;
  };
  const fail = (file: string, name: string, detail: string): void => {
    tally.failed += 1;
    console.log(`FAIL  ${relative(root, file)} › ${name}\n${detail}`);
  };
  const stream = run({
    files: [...files],
    concurrency: Math.max(1, Math.min(2, availableParallelism())),
    timeout: 10 * 60_000,
    execArgv: ['--disable-warning=ExperimentalWarning'],
  });
  for await (const event of stream) {
    if (event.type !== 'test:pass' && event.type !== 'test:fail') {
      if (event.type === 'test:stderr') process.stderr.write(event.data.message);
      continue;
    }
    const { data } = event;
    const file = data.file ?? '';
    if (data.details.type === 'suite') continue;
    if (data.nesting === 0 && data.name === file && event.type === 'test:pass') continue;
    const reason = data.skip ?? data.todo;
    if (reason !== undefined && reason !== false) {
      fail(file, data.name, `skipped or left to do: ${String(reason)}`);
    } else if (event.type === 'test:fail') {
      const { error } = event.data.details;
      fail(file, data.name, String(error.cause instanceof Error ? error.cause.stack : error.stack));
    } else {
      tally.passed += 1;
      fileTally(file).passed += 1;
    }
  }
  for (const [file, { passed }] of perFile) console.log(`ok    ${relative(root, file)}: ${passed}`);
}

async function main(): Promise<void> {
  const patterns = process.argv.slice(2);
  const tally: Tally = { passed: 0, failed: 0 };
  process.env['TOUCHMARK_CHROMIUM'] = await requireTestTools();
  if (patterns.length === 0) runStaticChecks(tally);
  await runTests(testFiles(patterns), tally);
  console.log(`${tally.passed} passed, ${tally.failed} failed`);
  process.exitCode = tally.failed === 0 && tally.passed > 0 ? 0 : 1;
}

await main();
