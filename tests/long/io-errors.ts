import { join } from 'node:path';
import { requireTool } from '../../scripts/test-tools.ts';
import { type Injection, meetError, nameOf } from '../faults/io-errors/inject.ts';
import { runWriter } from '../faults/io-errors/run-writer.ts';
import { withFolder } from '../faults/with-folder.ts';
import type { LongRun } from './long-run.ts';

const MOST_CALLS = 400;

/** Fails the first call, the second, and so on until there are no more. */
async function sweep(
  strace: string,
  kind: Omit<Injection, 'first'>,
  step: number,
  say: (text: string) => void,
): Promise<{ stopped: number; endedByLmdb: number; wrong: string[] }> {
  const wrong: string[] = [];
  let [stopped, endedByLmdb] = [0, 0];
  await withFolder(async (folder) => {
    const directory = join(folder, 'store');
    runWriter({ directory, most: 5 });
    for (let first = 1; first <= MOST_CALLS; first += step) {
      const injection = { ...kind, first };
      try {
        const { end } = await meetError(strace, directory, first * 1_000, injection);
        if (end === 'closed') break;
        if (end.startsWith('ended by LMDB')) endedByLmdb += 1;
        else stopped += 1;
      } catch (error) {
        wrong.push(`${nameOf(injection)}: ${String(error)}`);
      }
    }
  });
  say(
    `${nameOf({ ...kind, first: 1 })} and on: stopped ${stopped}, ended by LMDB ${endedByLmdb}, ${wrong.length} wrong`,
  );
  return { stopped, endedByLmdb, wrong };
}

export const ioErrors: LongRun = {
  name: 'io-errors',
  about: 'each write and sync of the store fails once, or from then on; the engine has to stop',
  async run(say, scale) {
    const strace = requireTool('strace', 'strace');
    const wrong: string[] = [];
    const figures: Record<string, number> = {};
    let endedByLmdb = 0;
    for (const call of ['fdatasync', 'pwrite64', 'writev'] as const) {
      for (const error of ['EIO', 'ENOSPC'] as const) {
        for (const lasts of [false, true]) {
          const kind = { call, error, lasts };
          const result = await sweep(strace, kind, Math.ceil(1 / scale), say);
          figures[`${call} ${error}${lasts ? ', lasting' : ''}`] = result.stopped;
          endedByLmdb += result.endedByLmdb;
          wrong.push(...result.wrong);
        }
      }
    }
    const injected = Object.values(figures).reduce((sum, count) => sum + count, endedByLmdb);
    const passed = wrong.length === 0 && injected > 0;
    return { passed, figures: { injected, endedByLmdb, wrong, stopped: figures } };
  },
};
