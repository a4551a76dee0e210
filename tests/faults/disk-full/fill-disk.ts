import { spawnSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { proveStore } from '../prove-promises.ts';
import { runWriter } from '../io-errors/run-writer.ts';
import { withFolder } from '../with-folder.ts';

const SCRIPT = resolve(import.meta.dirname, 'small-disk.ts');

export interface FullDisk {
  /** How each attempt to write ended. */
  readonly ends: readonly string[];
  readonly promises: number;
}

/** Whether this process may mount something, in a namespace of its own. */
export function canMount(): boolean {
  return spawnSync('unshare', ['--mount', 'true']).status === 0;
}

/** Writes to a disk of so many bytes until it is full. Throws if a promise was broken. */
export function fillDisk(bytes: number): Promise<FullDisk> {
  return withFolder(async (folder) => {
    const disk = join(folder, 'disk');
    mkdirSync(disk);
    const node = [process.execPath, '--disable-warning=ExperimentalWarning', SCRIPT];
    const args = ['--mount', '--propagation', 'private', ...node, String(bytes), disk];
    const { stdout, stderr } = spawnSync('unshare', args, { encoding: 'utf8', timeout: 120_000 });
    if (stdout === '') throw new Error(`a disk of ${bytes} bytes: ${stderr}`);
    const seen: FullDisk = JSON.parse(stdout);
    return seen;
  });
}

/** The same with a limit on the size of files, for whom may not mount. */
export function fillFile(kibibytes: number): Promise<FullDisk> {
  return withFolder(async (folder) => {
    const directory = join(folder, 'store');
    const prefix = ['bash', '-c', `ulimit -f ${kibibytes}; exec "$@"`, 'bash'];
    const { end, promises } = runWriter({ directory, most: 20_000, prefix });
    await proveStore(directory, promises);
    return { ends: [end], promises: promises.size };
  });
}
