import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { fileURLToPath } from 'node:url';

const directory = mkdtempSync(join(tmpdir(), 'touchmark-ended-'));
after(() => rmSync(directory, { recursive: true }));

const runtime = fileURLToPath(new URL('../../scripts/runtime.mjs', import.meta.url));

/** What a program that is ended so looks like to whoever started it. */
function endedBy(signal: string, ...args: string[]) {
  const program = join(directory, 'program.mjs');
  writeFileSync(program, `process.kill(process.pid, '${signal}'); setTimeout(() => {}, 10_000);`);
  const start = `import { runScript } from ${JSON.stringify(runtime)};
    process.exitCode = await runScript(${JSON.stringify(program)}, ${JSON.stringify(args)});`;
  const options = ['--input-type=module', '--eval', start];
  return spawnSync(process.execPath, options, { encoding: 'utf8', timeout: 30_000 });
}

test('a store whose damage ends the runtime: exit 4, and what to do', () => {
  for (const signal of ['SIGSEGV', 'SIGBUS']) {
    const { status, stderr } = endedBy(signal);
    assert.equal(status, 4, stderr);
    assert.match(stderr, new RegExp(`ended by ${signal}[^]*Restore the data directory`));
    assert.match(stderr, /^code: RUNTIME_ENDED$/m);
  }
});

test('the same as JSON', () => {
  const { stderr } = endedBy('SIGSEGV', '--json');
  const { error } = JSON.parse(stderr) as { error: { code: string; exitCode: number } };
  assert.deepEqual([error.code, error.exitCode], ['RUNTIME_ENDED', 4]);
});

test('whoever ends it on purpose is told nothing', () => {
  const { status, stderr } = endedBy('SIGKILL');
  assert.equal(status, 137);
  assert.equal(stderr, '');
});
