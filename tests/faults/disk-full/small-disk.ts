/**
 * Fills a small disk: mounts a tmpfs of so many bytes (first argument) over a folder (second),
 * writes until the engine stops, tries again while the disk is full, makes room, and proves every
 * promise. Runs in a mount namespace of its own, so that nothing of it is left however it ends.
 * Prints what it saw as JSON.
 */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { runWriter } from '../io-errors/run-writer.ts';
import { proveStore } from '../prove-promises.ts';

const ROOMY_BYTES = 256 * 1024 * 1024;
const TRIES_WHILE_FULL = 2;

const [bytes = '', folder = ''] = process.argv.slice(2);

function mount(...args: readonly string[]): void {
  const { status, stderr } = spawnSync('mount', args, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`mount ${args.join(' ')}: ${stderr}`);
}

mount('-t', 'tmpfs', '-o', `size=${bytes}`, 'tmpfs', folder);
const directory = join(folder, 'store');
const promises = new Map<number, string>();
const ends: string[] = [];
for (let attempt = 0; attempt <= TRIES_WHILE_FULL; attempt += 1) {
  const run = runWriter({ directory, from: attempt * 100_000, most: 20_000 });
  for (const [number, id] of run.promises) promises.set(number, id);
  ends.push(run.signal === null ? run.end : `killed by ${run.signal}`);
  if (run.afterEnd > 0) ends.push('something was promised after the end');
}
mount('-o', `remount,size=${ROOMY_BYTES}`, folder);
await proveStore(directory, promises);
console.log(JSON.stringify({ ends, promises: promises.size }));
