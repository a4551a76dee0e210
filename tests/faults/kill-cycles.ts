import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { join, resolve } from 'node:path';
import { type Promises, promisesIn, proveAll, reopen } from './prove-promises.ts';
import { withFolder } from './with-folder.ts';

const LONGEST_RUN_MS = 500;
const START_TIMEOUT_MS = 30_000;
/** Kills that may come before there is a first promise. */
const EARLY_SHARE = 0.2;

interface Run {
  /** Number and id of each transaction whose receipt was given out. */
  acknowledged: Promises;
  errors: string;
}

/**
 * Runs a writer, kills it `afterMs` after it has come up or made its first promise, and returns what
 * it had promised by then.
 */
function runAndKill(directory: string, from: number, afterMs: number): Promise<Run> {
  const mark = Math.random() < EARLY_SHARE ? /^ready/ : /^ready.*\nack/;
  const script = resolve(import.meta.dirname, 'sigkill-writer.ts');
  const child = spawn(process.execPath, [script, directory, String(from)]);
  let output = '';
  let errors = '';
  let timer = setTimeout(() => child.kill('SIGKILL'), START_TIMEOUT_MS);
  child.stderr.on('data', (chunk) => {
    errors += String(chunk);
  });
  child.stdout.on('data', (chunk) => {
    const wasThere = mark.test(output);
    output += String(chunk);
    if (wasThere || !mark.test(output)) return;
    clearTimeout(timer);
    timer = setTimeout(() => child.kill('SIGKILL'), afterMs);
  });
  return new Promise((done) => {
    child.on('close', () => {
      clearTimeout(timer);
      done({ acknowledged: promisesIn(output), errors });
    });
  });
}

export interface KillReport {
  readonly cycles: number;
  readonly promises: number;
  /** Cycles in which something was acknowledged before the kill. */
  readonly cyclesWithWork: number;
  /** How long opening took after each kill, in milliseconds. */
  readonly openMs: readonly number[];
}

/**
 * Kills a writer at random moments under load, again and again over the same store; after each kill
 * the store is opened as the next start would, and every promise of that run is proven. At the end
 * all promises are, and all else is checked.
 */
export function killCycles(cycles: number, say: (text: string) => void): Promise<KillReport> {
  return withFolder(async (folder) => {
    const directory = join(folder, 'store');
    const all = new Map<number, string>();
    const openMs: number[] = [];
    let next = 0;
    let cyclesWithWork = 0;
    for (let cycle = 0; cycle < cycles; cycle += 1) {
      const afterMs = Math.random() * LONGEST_RUN_MS;
      const { acknowledged, errors } = await runAndKill(directory, next, afterMs);
      assert.equal(errors, '', `cycle ${cycle}, killed after ${afterMs} ms`);
      const startMs = performance.now();
      const engine = await reopen(directory);
      openMs.push(Math.round(performance.now() - startMs));
      proveAll(engine, acknowledged);
      await engine.close();
      for (const [number, id] of acknowledged) all.set(number, id);
      if (acknowledged.size > 0) cyclesWithWork += 1;
      // What was under way is sent again: done before or not, each must end in its one receipt.
      while (acknowledged.has(next)) next += 1;
      if ((cycle + 1) % 20 === 0) say(`${cycle + 1} kills, ${all.size} promises held`);
    }
    const engine = await reopen(directory);
    proveAll(engine, all);
    await engine.scrub();
    await engine.close();
    return { cycles, promises: all.size, cyclesWithWork, openMs };
  });
}
