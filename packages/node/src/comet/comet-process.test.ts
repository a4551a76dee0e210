import assert from 'node:assert/strict';
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { pino } from 'pino';
import { CometSupervisor } from './comet-process.ts';

/** Whether a process with this id runs. */
function isRunning(pid: number | undefined): boolean {
  if (pid === undefined) return false;
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

test('it does not run while what it reads can not be changed', async (context) => {
  const directory = await mkdtemp(join(tmpdir(), 'touchmark-comet-'));
  context.after(() => rm(directory, { recursive: true, force: true }));
  const binary = join(directory, 'comet');
  await writeFile(binary, '#!/bin/sh\nexec sleep 60\n');
  await chmod(binary, 0o700);
  const told: string[] = [];
  const supervisor = new CometSupervisor({
    binary,
    home: {
      directory,
      appSocket: join(directory, 'app.sock'),
      rpcSocket: join(directory, 'rpc.sock'),
      logFile: join(directory, 'log'),
    },
    log: pino({ level: 'silent' }),
    onRestart: async () => void told.push('anew'),
  });
  const before = supervisor.pid;
  let tries = 0;
  await supervisor.exchange(async () => {
    tries += 1;
    assert.equal(isRunning(before), false);
    assert.deepEqual(told, []);
    if (tries === 1) throw new Error('the disk is full');
  });
  assert.equal(tries, 2);
  assert.deepEqual(told, ['anew']);
  assert.notEqual(supervisor.pid, before);
  assert.ok(isRunning(supervisor.pid));
  await supervisor.stop();
});
