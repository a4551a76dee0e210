import { spawnSync } from 'node:child_process';
import { resolve } from 'node:path';
import { promisesIn, type Promises } from '../prove-promises.ts';

const WRITER = resolve(import.meta.dirname, 'writer.ts');

export interface WriterRun {
  readonly promises: Promises;
  /** The last thing that it said. */
  readonly end: string;
  /** Lines after the one that says how it ended; nobody may be promised anything then. */
  readonly afterEnd: number;
  readonly signal: string | null;
}

export interface WriterOptions {
  readonly directory: string;
  readonly from?: number;
  readonly most?: number;
  /** What to start it with, as in `strace … node`. */
  readonly prefix?: readonly string[];
}

/** Runs a writer to its end. */
export function runWriter({
  directory,
  from = 0,
  most = 200,
  prefix = [],
}: WriterOptions): WriterRun {
  const node = [process.execPath, '--disable-warning=ExperimentalWarning', WRITER];
  const [program = '', ...args] = prefix.concat(node, directory, String(from), String(most));
  const { stdout, signal, error } = spawnSync(program, args, {
    encoding: 'utf8',
    timeout: 60_000,
    maxBuffer: 2 ** 26,
  });
  if (error !== undefined) throw error;
  const lines = stdout.split('\n').filter(Boolean);
  const endAt = lines.findIndex((line) => /^(?:stopped|closed|not opened)/.test(line));
  return {
    promises: promisesIn(stdout),
    end: endAt === -1 ? 'nothing was said' : (lines[endAt] ?? ''),
    afterEnd: endAt === -1 ? 0 : lines.length - endAt - 1,
    signal,
  };
}
