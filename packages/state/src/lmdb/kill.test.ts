import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { test } from 'node:test';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { withTemporaryDirectory } from '../testing/temporary-directory.ts';
import { openLmdbStore } from './open-state-store.ts';

const CYCLES = 4;
const WRITER = fileURLToPath(new URL('../testing/restless-writer.ts', import.meta.url));

/** Lets a writer run for a moment and kills it; returns what it had said. */
async function runAndKill(directory: string, seed: number): Promise<string[]> {
  const child = spawn(process.execPath, [WRITER, directory, String(seed)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let said = '';
  child.stdout.setEncoding('utf8');
  child.stdout.on('data', (text: string) => {
    said += text;
  });
  await once(child.stdout, 'data');
  await setTimeout(20 + ((seed * 7919) % 150));
  child.kill('SIGKILL');
  await once(child, 'close');
  return said.split('\n').filter(Boolean);
}

test('after SIGKILL every acknowledged commit is there, whole', async () => {
  await withTemporaryDirectory(async (directory) => {
    const roots = new Map<number, string>();
    let acknowledged = 0;
    for (let cycle = 0; cycle < CYCLES; cycle += 1) {
      for (const line of await runAndKill(directory, cycle + 1)) {
        const [word, commit, root] = line.split(' ');
        if (word === 'try') roots.set(Number(commit), root ?? '');
        if (word === 'ack') acknowledged = Number(commit);
      }
      const store = await openLmdbStore({ directory, tables: ['blocks'] });
      const { commits, size } = store.statistics();
      assert.ok(commits === acknowledged || commits === acknowledged + 1, `${commits}`);
      store.read((snapshot) => {
        assert.equal(Buffer.from(snapshot.root).toString('hex'), roots.get(commits));
        const row = snapshot.table('blocks').get(new TextEncoder().encode(`${commits}`));
        assert.deepEqual(row, snapshot.root);
      });
      assert.equal((await store.scrub()).records, size);
      acknowledged = commits;
      await store.close();
    }
    assert.ok(acknowledged > CYCLES, `only ${acknowledged} commits`);
  });
});
