import { spawnSync } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { readRecording, type Recording } from './recording.ts';

const WRITER = resolve(import.meta.dirname, 'writer.ts');
const NO_SYNC = resolve(import.meta.dirname, 'no-sync.mjs');

/** Everything that can change a file or a folder; what the reading does not know it refuses. */
const CALLS = [
  'openat,creat,close,lseek,write,writev,pwrite64,pwritev,pwritev2,fsync,fdatasync,sync_file_range',
  'truncate,ftruncate,fallocate,rename,renameat,renameat2,link,linkat,symlink,unlink,unlinkat',
].join(',');

export interface RecordOptions {
  readonly transactions: number;
  /** Records to fill the state with first. */
  readonly fill: number;
  /** LMDB with noSync, which is known to lose data. */
  readonly noSync?: boolean;
}

/** Runs a writer over a new store in `folder` and returns what it did to its files. */
export function recordWriter(strace: string, folder: string, options: RecordOptions): Recording {
  const store = join(folder, 'store');
  const trace = join(folder, 'trace');
  const { transactions, fill, noSync = false } = options;
  const node = [process.execPath, '--disable-warning=ExperimentalWarning'];
  if (noSync) node.push('--import', NO_SYNC);
  const args = ['-f', '-qq', '--seccomp-bpf', '-xx', '-s', '100000000'];
  args.push('-e', `trace=${CALLS}`, '-e', 'signal=none', '-o', trace, '--', ...node);
  args.push(WRITER, store, String(transactions), String(fill));
  const { status, stderr, error } = spawnSync(strace, args, { encoding: 'utf8', timeout: 120_000 });
  if (status !== 0) throw new Error(`the recorded writer failed: ${error?.message ?? stderr}`);
  const recording = readRecording(readFileSync(trace, 'latin1'), store);
  rmSync(trace);
  return recording;
}
