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

/**
 * What LMDB said before it ended the process: it says which write failed, but sometimes frees a page
 * twice when it then gives up the transaction, and the C library ends the process for that.
 */
function lastWords(stderr: string): string {
  const said = /Write error: .* position \d+, size \d+/.exec(stderr)?.[0];
  return said === undefined ? 'nothing was said' : `ended by LMDB after: ${said}`;
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
  const { stdout, stderr, signal, error } = spawnSync(program, args, {
    encoding: 'utf8',
    timeout: 60_000,
    maxBuffer: 2 ** 26,
  });
  if (error !== undefined) throw error;
  const lines = stdout.split('\n').filter(Boolean);
  const endAt = lines.findIndex((line) => /^(?:stopped|closed|not opened)/.test(line));
  const end = endAt === -1 ? lastWords(stderr) : (lines[endAt] ?? '');
  return {
    promises: promisesIn(stdout),
    end,
    afterEnd: endAt === -1 ? 0 : lines.length - endAt - 1,
    signal,
  };
}
