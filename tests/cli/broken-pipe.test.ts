import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';
import { text } from 'node:stream/consumers';
import { test } from 'node:test';
import { cleanEnvironment, root } from './harness.ts';

const program = resolve(root, 'packages/cli/src/bin.ts');
const CASES = [
  ['stdout', 'stderr', ['completion', 'bash'], 0],
  ['stderr', 'stdout', ['resolve', 'no identifier'], 2],
] as const;

for (const [closed, open, words, exitCode] of CASES) {
  test(`a ${closed} that nobody reads any more is no failure`, async () => {
    const child = spawn(process.execPath, [program, ...words], {
      env: cleanEnvironment(),
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    child[closed].destroy();
    const ended = once(child, 'exit');
    assert.equal(await text(child[open]), '');
    assert.deepEqual(await ended, [exitCode, null]);
  });
}
