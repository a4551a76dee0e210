import assert from 'node:assert/strict';
import { appendFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { testDirectory } from '../testing/test-node.ts';
import { watchStateSync } from './watch-state-sync.ts';

const line = (message: string, err?: string): string =>
  `${JSON.stringify({ _msg: message, level: 'error', ...(err === undefined ? {} : { err }) })}\n`;

test('a state sync that was given up is told once, with its reason, and not one of before', async (context) => {
  context.mock.timers.enable({ apis: ['setInterval'] });
  const file = join(await testDirectory(context), 'cometbft.log');
  const told: string[] = [];
  const early = watchStateSync(file, (why) => told.push(why));
  context.mock.timers.tick(1_000);
  await writeFile(file, line('State sync failed', 'the first'));
  context.mock.timers.tick(1_000);
  assert.deepEqual(told.splice(0), ['the first']);
  early();

  const end = watchStateSync(file, (why) => told.push(why));
  context.mock.timers.tick(1_000);
  await appendFile(file, line('Discovering snapshots'));
  const second = line('State sync failed', 'no witnesses');
  await appendFile(file, second.slice(0, 20));
  context.mock.timers.tick(1_000);
  assert.deepEqual(told, []);
  await appendFile(file, second.slice(20));
  context.mock.timers.tick(1_000);
  context.mock.timers.tick(1_000);
  assert.deepEqual(told.splice(0), ['no witnesses']);
  await writeFile(file, line('State sync failed', 'cut'));
  context.mock.timers.tick(1_000);
  assert.deepEqual(told, ['cut']);
  end();
  await appendFile(file, second);
  context.mock.timers.tick(1_000);
  assert.equal(told.length, 1);
});
