import { createHash } from 'node:crypto';
import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { open, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { type NodeArena, SLOT_WORDS } from '../tree/node-arena.ts';
import { syncDirectory } from './directory.ts';
import type { TreeFile } from './head.ts';
import { TREE_FILE_ENDING } from './layout.ts';

const SLOT_BYTES = SLOT_WORDS * 4;
const SLICE_BYTES = 1 << 20;

export function treeFileName(epoch: number, commit: number): string {
  return `${epoch}-${commit}${TREE_FILE_ENDING}`;
}

/**
 * Writes the whole arena into a file while the store goes on committing. Slots that change meanwhile may be in the file
 * or not: they are in the journal after `commit`, and whoever reads the file redoes that. Durable when it resolves.
 */
export async function writeTreeFile(
  directory: string,
  epoch: number,
  commit: number,
  arena: NodeArena,
): Promise<TreeFile> {
  const slots = arena.end;
  const path = join(directory, treeFileName(epoch, commit));
  const hash = createHash('sha256');
  const file = await open(`${path}.part`, 'w');
  try {
    for (let start = 0; start < slots * SLOT_BYTES; start += SLICE_BYTES) {
      // A copy: what is hashed is what is written, whatever the store does meanwhile.
      const slice = arena.bytes.slice(start, Math.min(start + SLICE_BYTES, slots * SLOT_BYTES));
      hash.update(slice);
      await file.writeFile(slice);
    }
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(`${path}.part`, path);
  await syncDirectory(directory);
  return { commit, slots, hash: new Uint8Array(hash.digest()) };
}

/** Fills the arena from the file. False if the file is missing, cut or damaged. */
export function readTreeFile(
  directory: string,
  epoch: number,
  treeFile: TreeFile,
  arena: NodeArena,
): boolean {
  const reading = readInSlices(directory, epoch, treeFile, arena);
  for (let slice = reading.next(); ; slice = reading.next()) {
    if (slice.done === true) return slice.value;
  }
}

/** The same in slices, for whoever has other work to do in between: yields after each, returns the answer. */
export function* readInSlices(
  directory: string,
  epoch: number,
  treeFile: TreeFile,
  arena: NodeArena,
): Generator<undefined, boolean> {
  const byteCount = treeFile.slots * SLOT_BYTES;
  const hash = createHash('sha256');
  const file = openOrNull(join(directory, treeFileName(epoch, treeFile.commit)));
  if (file === null) return false;
  try {
    if (fstatSync(file).size !== byteCount) return false;
    arena.reserve(treeFile.slots);
    for (let start = 0; start < byteCount; ) {
      const length = Math.min(8 * SLICE_BYTES, byteCount - start);
      const bytesRead = readSync(file, arena.bytes, start, length, start);
      if (bytesRead === 0) return false;
      hash.update(arena.bytes.subarray(start, start + bytesRead));
      start += bytesRead;
      yield undefined;
    }
  } finally {
    closeSync(file);
  }
  return Buffer.compare(hash.digest(), treeFile.hash) === 0;
}

function openOrNull(path: string): number | null {
  try {
    return openSync(path, 'r');
  } catch {
    return null;
  }
}

/** Removes all tree files but the one that the head names. */
export async function removeOtherTreeFiles(
  directory: string,
  epoch: number,
  treeFile: TreeFile | null,
): Promise<void> {
  const kept = treeFile === null ? '' : treeFileName(epoch, treeFile.commit);
  for (const name of await readdir(directory)) {
    const isTreeFile = name.endsWith(TREE_FILE_ENDING) || name.endsWith(`${TREE_FILE_ENDING}.part`);
    if (isTreeFile && name !== kept) await rm(join(directory, name), { force: true });
  }
}
