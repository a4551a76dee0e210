/** With --json every command that fails says so in one JSON document on stderr, and in nothing else. */
import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import type { Command } from './command/definition.ts';
import type { Parameter } from './command/parameter.ts';
import { loadAllCommands } from './command/table.ts';
import { type Host, main } from './main.ts';

const HEX_32 = 'ab'.repeat(32);
/** Of these one is right in form for any parameter, and none leads anywhere. */
const GUESSES = [
  '88.118/missing',
  'missing',
  '7',
  '1/2',
  'ab'.repeat(20),
  HEX_32,
  '2026-01-31',
  '1h',
  'en',
  'yes',
  '1=URL=x',
  `ed25519:${HEX_32}`,
  'naming:2',
  'log.level=info',
  'all',
  '[]',
  '{}',
];

const isOption = ({ flags }: Parameter<unknown>): boolean => flags.startsWith('-');

function guess(parameter: Parameter<unknown>): string {
  const found = GUESSES.find((text) => {
    try {
      parameter.read(parameter.repeated ? [text] : text, {});
      return true;
    } catch {
      return false;
    }
  });
  return found ?? 'missing';
}

/** A command line with everything that is required, and with where to look for what is not there. */
function wordsOf(command: Command, directory: string): string[] {
  const words = command.path.split(' ');
  for (const parameter of [
    ...Object.values(command.arguments),
    ...Object.values(command.options),
  ]) {
    const [name = ''] = parameter.flags.split(' ');
    if (name === '--url') words.push('--url', 'http://127.0.0.1:9');
    else if (name === '--data') words.push('--data', join(directory, 'no-data'));
    else if (name === '--keystore') words.push('--keystore', join(directory, command.path));
    else if (name === '--out') words.push('--out', join(directory, 'no-folder', 'out'));
    else if (parameter.required)
      words.push(...(isOption(parameter) ? [name] : []), guess(parameter));
  }
  return [...words, '--json'];
}

async function run(words: readonly string[]): Promise<{ code: number; stderr: string }> {
  let stderr = '';
  const host: Host = {
    // A terminal, so that progress would show.
    environment: { TERM: 'xterm', TOUCHMARK_PASSPHRASE: 'x' },
    streams: {
      stdout: { write: () => true, isTTY: true },
      stderr: { write: (text) => (stderr += text), isTTY: true },
    },
    askSecret: undefined,
    readInput: () => Promise.resolve(Buffer.alloc(0)),
    takeInterrupts: () => AbortSignal.timeout(2_000),
  };
  return { code: await main(words, host), stderr };
}

function assertOneDocument(
  words: readonly string[],
  { code, stderr }: { code: number; stderr: string },
) {
  const line = words.join(' ');
  if (code === 0 && stderr === '') return;
  const document: unknown = JSON.parse(stderr);
  assert.ok(typeof document === 'object' && document !== null, line);
  if (code === 0) return;
  const error: unknown = Reflect.get(document, 'error');
  assert.ok(typeof error === 'object' && error !== null, `${line}\n${stderr}`);
  assert.equal(Reflect.get(error, 'exitCode'), code, line);
  assert.match(String(Reflect.get(error, 'code')), /^[A-Z][A-Z0-9_]+$/, line);
  assert.notEqual(Reflect.get(error, 'code'), 'INTERNAL', `${line}\n${stderr}`);
}

async function folder(context: TestContext): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), 'touchmark-json-'));
  context.after(() => rm(directory, { recursive: true, force: true }));
  return directory;
}

test('every command that leads nowhere', async (context) => {
  const directory = await folder(context);
  let failed = 0;
  for (const command of await loadAllCommands()) {
    const words = wordsOf(command, directory);
    const result = await run(words);
    assertOneDocument(words, result);
    if (result.code !== 0) failed += 1;
  }
  assert.ok(failed > 90, `${failed} failed`);
});

test('every command used wrongly', async () => {
  for (const { path } of await loadAllCommands()) {
    for (const wrong of [
      ['--no-such-option'],
      ['a', 'b', 'c', 'd', 'e', 'f'],
      ['--language', 'xx'],
    ]) {
      const words = [...path.split(' '), ...wrong, '--json'];
      const result = await run(words);
      if (result.code !== 0) assert.equal(result.code, 2, `${words.join(' ')}\n${result.stderr}`);
      assertOneDocument(words, result);
    }
  }
});

test('no command, half a command, or one that there is not', async () => {
  for (const words of [
    ['--json'],
    ['key', '--json'],
    ['nope', '--json'],
    ['key', 'nope', '--json'],
  ]) {
    const result = await run(words);
    assert.equal(result.code, 2, words.join(' '));
    assertOneDocument(words, result);
  }
});
