import assert from 'node:assert/strict';
import { once } from 'node:events';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import type { Write } from '../store.ts';
import { withTemporaryDirectory } from '../testing/temporary-directory.ts';
import { openLmdbStore } from './open-state-store.ts';

const FOLLOWER = fileURLToPath(new URL('../testing/follower.ts', import.meta.url));

interface Answer {
  root: Uint8Array;
  size: number;
  verified: number;
}

/** A reader in a thread of its own, asked one question at a time. */
class Follower {
  private readonly worker: Worker;

  constructor(directory: string) {
    this.worker = new Worker(FOLLOWER, { workerData: { directory } });
  }

  ask(): Promise<Answer> {
    this.worker.postMessage('check');
    // Rejects if the worker fails meanwhile.
    return once(this.worker, 'message').then(([answer]: Answer[]) => answer as Answer);
  }

  async stop(): Promise<void> {
    this.worker.postMessage('stop');
    await once(this.worker, 'exit');
  }
}

function block(height: number): Write[] {
  return Array.from({ length: 50 }, (_, index) => ({
    key: new TextEncoder().encode(`key/${(height * 31 + index * 7) % 400}`),
    value: index % 9 === 0 ? null : new TextEncoder().encode(`${height}/${index}`.repeat(20)),
  }));
}

test('readers follow every commit, and see a version when they ask for it', async () => {
  await withTemporaryDirectory(async (directory) => {
    const store = await openLmdbStore({ directory, tables: [] });
    const followers: Follower[] = [];
    for (let height = 0; height < 20; height += 1) {
      const update = store.begin();
      const root = update.write(block(height));
      const { size } = update;
      await update.commit();
      if (height % 8 === 0) followers.push(new Follower(directory));
      if (height % 3 === 0) continue;
      for (const follower of followers) {
        assert.deepEqual(await follower.ask(), { root, size, verified: 20 });
      }
    }
    for (const follower of followers) await follower.stop();
    await store.close();
  });
});
