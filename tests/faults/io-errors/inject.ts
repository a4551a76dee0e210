import assert from 'node:assert/strict';
import { join } from 'node:path';
import { proveStore } from '../prove-promises.ts';
import { runWriter, type WriterRun } from './run-writer.ts';

export interface Injection {
  readonly call: 'fdatasync' | 'pwrite64' | 'writev' | 'fsync';
  readonly error: 'EIO' | 'ENOSPC';
  /** The first call that fails, counted in the thread that makes it. */
  readonly first: number;
  /** Whether those after it fail too. */
  readonly lasts: boolean;
}

export const nameOf = ({ call, error, first, lasts }: Injection): string =>
  `${error} from ${call} number ${first}${lasts ? ' and all later ones' : ''}`;

/** Has a system call on a file fail (all files, if none is named), as strace can. */
export function injecting(
  strace: string,
  { call, error, first, lasts }: Injection,
  file?: string,
): string[] {
  const what = `inject=${call}:error=${error}:when=${first}${lasts ? '+' : ''}`;
  const path = file === undefined ? [] : ['-P', file];
  const args = ['-f', '-qqq', '--seccomp-bpf', '-e', 'signal=none', '-o', '/dev/null'];
  return [strace, ...args, ...path, '-e', `trace=${call}`, '-e', what, '--'];
}

/**
 * Has a writer meet the error, then sees what it said and what is in the store.
 * @returns how the writer ended: `closed` if the call was never made so often.
 */
export async function meetError(
  strace: string,
  directory: string,
  from: number,
  injection: Injection,
): Promise<WriterRun> {
  const prefix = injecting(strace, injection, join(directory, 'data.mdb'));
  const run = runWriter({ directory, from, most: 60, prefix });
  const name = nameOf(injection);
  const isEndedByLmdb = run.signal === 'SIGABRT' && run.end.startsWith('ended by LMDB after');
  assert.ok(run.signal === null || isEndedByLmdb, `${name}: ${run.signal}, ${run.end}`);
  assert.equal(run.afterEnd, 0, `${name}: something was promised after the end`);
  if (run.end === 'closed') assert.equal(run.promises.size, 60, name);
  else if (!isEndedByLmdb) assert.match(run.end, expectedEnd(injection), name);
  await proveStore(directory, run.promises);
  return run;
}

function expectedEnd({ error }: Injection): RegExp {
  return error === 'EIO'
    ? /^(?:stopped ENGINE_FAILED|not opened STATE_IO): .*(?:disk is healthy|start again)/
    : /^(?:stopped ENGINE_FAILED|not opened STATE_FULL): .*(?:disk is full|start again)/;
}
