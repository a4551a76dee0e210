import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { copyStateStore, openStateStore } from '@touchmark/state';
import type { Dice } from '../actors/dice.ts';
import type { History } from '../history.ts';
import { writeHistory } from '../history.ts';
import { RUNTIMES } from '../../runtimes/runtimes.ts';
import { PROGRESS, replay } from './replay.ts';

/** Other ways to the same roots; each throws if it comes to another one. */

const SCRIPT = resolve(import.meta.dirname, 'replay-process.ts');
const tables = [PROGRESS];
/** A process lives for at most one of so many parts of the history. */
const LIVES = 4;

/** Lines `root HEIGHT ROOT` that a process printed. */
function rootsIn(output: string): Map<number, string> {
  const lines = output.matchAll(/^root (\d+) ([0-9a-f]{64})$/gm);
  return new Map([...lines].map(([, height, root]) => [Number(height), String(root)]));
}

function sameRoots(how: string, is: Iterable<readonly [number, string]>, roots: readonly string[]) {
  for (const [height, root] of is) {
    assert.equal(root, roots[height - 1], `${how}: root of block ${height}`);
  }
}

const numbered = (roots: readonly string[], from = 0): [number, string][] =>
  roots.map((root, place) => [from + place + 1, root]);

async function inFolder<T>(use: (folder: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'touchmark-simulate-'));
  try {
    return await use(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** In LMDB, some blocks a commit; half-way the store is copied, and both go on. */
export function replayOnDisk(history: History, roots: readonly string[], dice: Dice) {
  return inFolder(async (folder) => {
    const [directory, target] = [join(folder, 'store'), join(folder, 'copy')];
    const blocksPerCommit = () => dice.between(1, 12);
    const half = Math.floor(history.blocks.length / 2);
    const store = await openStateStore({ directory, tables });
    const first = await replay(history, store, { blocksPerCommit, upToHeight: half });
    sameRoots('in LMDB', numbered(first), roots);
    await copyStateStore({ directory, target });
    const rest = await replay(history, store, { blocksPerCommit });
    sameRoots('in LMDB', numbered(rest, half), roots);
    const { root } = await store.scrub();
    assert.equal(Buffer.from(root).toString('hex'), roots.at(-1));
    await store.close();
    const copy = await openStateStore({ directory: target, tables });
    sameRoots('after the restore', numbered(await replay(history, copy), half), roots);
    await copy.close();
  });
}

/** Those that a node runs on; the oldest only verifies. */
const NODE_RUNTIMES = RUNTIMES.filter(({ name }) => name !== 'Node 20');

/** With each runtime that a node runs on, in memory. */
export function replayOnRuntimes(history: History, roots: readonly string[]): Promise<string[]> {
  return inFolder(async (folder) => {
    const file = join(folder, 'history.json');
    writeHistory(file, history);
    for (const { name, path, flags } of NODE_RUNTIMES) {
      const args = ['--disable-warning=ExperimentalWarning', ...flags, SCRIPT, file];
      const output = execFileSync(path, args, { encoding: 'utf8', maxBuffer: 2 ** 28 });
      const found = rootsIn(output);
      assert.equal(found.size, roots.length, name);
      sameRoots(name, found, roots);
    }
    return NODE_RUNTIMES.map(({ name }) => name);
  });
}

/** Killed again and again while it writes to LMDB, until it is through. @returns kills. */
export function replayKilled(
  history: History,
  roots: readonly string[],
  dice: Dice,
): Promise<number> {
  return inFolder(async (folder) => {
    const file = join(folder, 'history.json');
    const directory = join(folder, 'store');
    writeHistory(file, history);
    let kills = 0;
    for (;;) {
      const blocks = dice.between(1, Math.ceil(roots.length / LIVES));
      const { output, errors, isDone } = await runFor(file, directory, blocks);
      assert.equal(errors, '');
      sameRoots('after a kill', rootsIn(output), roots);
      if (isDone) break;
      kills += 1;
    }
    const store = await openStateStore({ directory, tables });
    const { root } = await store.scrub();
    await store.close();
    assert.equal(Buffer.from(root).toString('hex'), roots.at(-1), 'after all kills');
    return kills;
  });
}

interface Life {
  readonly output: string;
  readonly errors: string;
  readonly isDone: boolean;
}

/** Kills the process while it is writing, after it has told of so many blocks. */
function runFor(file: string, directory: string, blocks: number): Promise<Life> {
  const child = spawn(process.execPath, [SCRIPT, file, directory]);
  let [output, errors] = ['', ''];
  child.stderr.on('data', (chunk) => {
    errors += String(chunk);
  });
  child.stdout.on('data', (chunk) => {
    output += String(chunk);
    if (output.split('\n').length > blocks) child.kill('SIGKILL');
  });
  return new Promise((done) => {
    child.on('close', () => {
      done({ output, errors, isDone: output.endsWith('done\n') });
    });
  });
}
