import { HASH_AT, HASH_WORDS, type NodeArena, SLOT_WORDS } from '../tree/node-arena.ts';
import { CHECKSUM_BYTES, JOURNAL_NUMBER, readUint32, writeUint32 } from './layout.ts';
import type { OperationBuffer } from './operation-buffer.ts';
import { checksumOf } from './stored-values.ts';

/** Words of a node: slot, position, left, right. Its hash follows from its children's. */
export const NODE_WORDS = 4;
/** Words of a page: slot with PAGE_FLAG, number of leaves, root hash. */
export const PAGE_WORDS: number = 2 + HASH_WORDS;
export const PAGE_FLAG = 0x8000_0000;
/** Checksum and number of parts. */
export const PART_HEAD_BYTES: number = CHECKSUM_BYTES + 4;

const PART_WORDS = 480;
const KEY_BYTES = 12;

/**
 * Each commit stores the slots that it wrote, so that another process, or the next start, has the
 * same upper tree without
 * reading records. Key: commit u64, part u32. Part: checksum u32, number of parts u32, entries, children before
 * parents. A commit that changed no slot still has one part: so a gap shows.
 *
 * @returns bytes written.
 */
export function writeJournal(
  operations: OperationBuffer,
  commit: number,
  arena: NodeArena,
  slots: readonly number[],
): number {
  const ends = partEnds(arena, slots);
  let byteCount = 0;
  for (const [part, end] of ends.entries()) {
    const start = part === 0 ? 0 : (ends[part - 1] as number);
    const words = new Int32Array(PART_HEAD_BYTES / 4 + PART_WORDS);
    let at = PART_HEAD_BYTES / 4;
    for (let index = start; index < end; index += 1) {
      at += writeSlot(words, at, arena, slots[index] as number);
    }
    const value = new Uint8Array(words.buffer, 0, at * 4);
    const key = journalKey(commit, part);
    writeUint32(value, CHECKSUM_BYTES, ends.length);
    writeUint32(value, 0, checksumOf(key, value.subarray(CHECKSUM_BYTES)));
    operations.put(JOURNAL_NUMBER, key, value);
    byteCount += value.length;
  }
  return byteCount;
}

export function journalKey(commit: number, part: number): Uint8Array {
  const key = new Uint8Array(KEY_BYTES);
  writeUint32(key, 0, Math.floor(commit / 2 ** 32));
  writeUint32(key, 4, commit % 2 ** 32);
  writeUint32(key, 8, part);
  return key;
}

/** Number of parts, if the checksum is right; else 0. */
export function partCount(key: Uint8Array, value: Uint8Array): number {
  if (value.length < PART_HEAD_BYTES) return 0;
  const body = value.subarray(CHECKSUM_BYTES, value.length);
  return readUint32(value, 0) === checksumOf(key, body) ? readUint32(value, CHECKSUM_BYTES) : 0;
}

/** Where in `slots` each part ends; at least one part. */
function partEnds(arena: NodeArena, slots: readonly number[]): number[] {
  const ends: number[] = [];
  let words = 0;
  for (const [index, slot] of slots.entries()) {
    const own = arena.isPage(slot) ? PAGE_WORDS : NODE_WORDS;
    if (words + own > PART_WORDS) {
      ends.push(index);
      words = 0;
    }
    words += own;
  }
  return [...ends, slots.length];
}

function writeSlot(words: Int32Array, at: number, arena: NodeArena, slot: number): number {
  if (!arena.isPage(slot)) {
    words[at] = slot;
    words[at + 1] = arena.position(slot);
    words[at + 2] = arena.left(slot);
    words[at + 3] = arena.right(slot);
    return NODE_WORDS;
  }
  words[at] = slot | PAGE_FLAG;
  words[at + 1] = arena.leafCount(slot);
  const from = slot * SLOT_WORDS + HASH_AT;
  for (let index = 0; index < HASH_WORDS; index += 1) {
    words[at + 2 + index] = arena.words[from + index] as number;
  }
  return PAGE_WORDS;
}
