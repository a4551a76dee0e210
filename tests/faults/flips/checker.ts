/**
 * Flips one bit of a store's file after the other and says what came of it:
 * - `refused`: opening or the scrub found it;
 * - `found later`: the store reads as it was, and goes on until opening or the scrub find it;
 * - `harmless`: the store reads as it was, goes on, and then holds what it would have held;
 * - `WRONG`: it says something else than it should, and nothing found it.
 * Arguments: folder to work in, folder with the pristine store, its digest now and after going on.
 * Reads `FILE BIT` lines.
 */
import { cpSync, openSync, readSync, closeSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { reopen } from '../prove-promises.ts';
import { digestOf, goOn } from './flip-store.ts';

const [place = '', pristine = '', digest = '', digestLater = ''] = process.argv.slice(2);

function flip(path: string, bit: number): void {
  const file = openSync(path, 'r+');
  const byte = Buffer.alloc(1);
  readSync(file, byte, 0, 1, bit >> 3);
  byte[0] = (byte[0] ?? 0) ^ (1 << (bit & 7));
  writeSync(file, byte, 0, 1, bit >> 3);
  closeSync(file);
}

async function isFoundNow(): Promise<boolean> {
  try {
    const engine = await reopen(place);
    try {
      await engine.scrub();
      if (digestOf(engine) !== digest) throw new WrongError();
      return false;
    } finally {
      await engine.close();
    }
  } catch (error) {
    if (error instanceof WrongError) throw error;
    return true;
  }
}

class WrongError extends Error {}

async function outcome(): Promise<string> {
  try {
    if (await isFoundNow()) return 'refused';
  } catch {
    return 'WRONG';
  }
  const later = await goOn(place).catch(() => 'found');
  if (later === 'found') return 'found later';
  return later === digestLater ? 'harmless' : 'WRONG';
}

for await (const line of createInterface({ input: process.stdin })) {
  const [file = '', bit] = line.split(' ');
  rmSync(place, { recursive: true, force: true });
  cpSync(pristine, place, { recursive: true });
  flip(join(place, file), Number(bit));
  console.log(await outcome());
}
