/**
 * Opens a store once for each flipped bit of its file and says whether anybody would notice: `refused`, `harmless`
 * (everything reads as it was) or `WRONG`. Arguments: folder, pristine copy of its LMDB file, digest of what it holds,
 * number of the first flip, then the bit numbers. A flip may also kill the process; the parent goes on after it.
 */
import { createHash } from 'node:crypto';
import { copyFileSync, openSync, readSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { openLmdbStore } from '../lmdb/open-state-store.ts';
import type { StateSnapshot } from '../store.ts';

export function contentDigest(snapshot: StateSnapshot): string {
  const hash = createHash('sha256').update(snapshot.root).update(`${snapshot.size}`);
  for (const view of [snapshot, snapshot.table('blocks')]) {
    for (const { key, value } of view.range({ start: new Uint8Array(0), end: null })) {
      hash.update(`${key.length},${value.length};`).update(key).update(value);
      // A range and a search take different ways through the file.
      hash.update(view.get(key) ?? 'not found');
    }
  }
  return hash.digest('hex');
}

async function outcomeOf(directory: string, digest: string): Promise<string> {
  try {
    const store = await openLmdbStore({ directory, tables: ['blocks'] });
    try {
      await store.scrub();
      return store.read(contentDigest) === digest ? 'harmless' : 'WRONG';
    } finally {
      await store.close();
    }
  } catch {
    return 'refused';
  }
}

function flip(path: string, bit: number): void {
  const file = openSync(path, 'r+');
  const byte = Buffer.alloc(1);
  readSync(file, byte, 0, 1, bit >> 3);
  byte[0] = (byte[0] as number) ^ (1 << (bit & 7));
  writeSync(file, byte, 0, 1, bit >> 3);
}

if (import.meta.main) {
  const [directory = '', pristine = '', digest = '', first = '0', ...bits] = process.argv.slice(2);
  for (const [index, bit] of bits.entries()) {
    copyFileSync(pristine, join(directory, 'data.mdb'));
    flip(join(directory, 'data.mdb'), Number(bit));
    const outcome = await outcomeOf(directory, digest);
    console.log(`${Number(first) + index} ${outcome}`);
  }
}
