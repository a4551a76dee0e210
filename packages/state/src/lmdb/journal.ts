import { type NodeArena, SLOT_WORDS } from '../tree/node-arena.ts';
import { CHECKSUM_BYTES, JOURNAL_NUMBER, readUint32, writeUint32 } from './layout.ts';
import type { OperationBuffer } from './operation-buffer.ts';
import { type ByteDatabase, checksumOf } from './stored-values.ts';

/** Words of a slot in the journal: its number, then what stands in it. */
const ENTRY_BYTES = (1 + SLOT_WORDS) * 4;
const HEAD_BYTES = CHECKSUM_BYTES + 4;
const ENTRIES_PER_PART = 40;
const KEY_BYTES = 12;

/**
 * Physical redo: each commit stores the slots that it wrote, so that another process, or the next start, has the same
 * upper tree without hashing anything. Key: commit u64, part u32. Part: checksum u32, number of parts u32,
 * slots. A commit that changed no slot still has one part: gaps in the commit numbers show what is missing.
 */
export function writeJournal(
  operations: OperationBuffer,
  commit: number,
  arena: NodeArena,
  slots: readonly number[],
): number {
  const parts = Math.max(1, Math.ceil(slots.length / ENTRIES_PER_PART));
  for (let part = 0; part < parts; part += 1) {
    const own = slots.slice(part * ENTRIES_PER_PART, (part + 1) * ENTRIES_PER_PART);
    const value = new Uint8Array(HEAD_BYTES + own.length * ENTRY_BYTES);
    const words = new Int32Array(value.buffer, HEAD_BYTES);
    for (const [index, slot] of own.entries()) {
      const at = index * (1 + SLOT_WORDS);
      words[at] = slot;
      const from = slot * SLOT_WORDS;
      for (let word = 0; word < SLOT_WORDS; word += 1) {
        words[at + 1 + word] = arena.words[from + word] as number;
      }
    }
    const key = journalKey(commit, part);
    writeUint32(value, CHECKSUM_BYTES, parts);
    writeUint32(value, 0, checksumOf(key, value.subarray(CHECKSUM_BYTES)));
    operations.put(JOURNAL_NUMBER, key, value);
  }
  return parts;
}

export function journalKey(commit: number, part: number): Uint8Array {
  const key = new Uint8Array(KEY_BYTES);
  writeUint32(key, 0, Math.floor(commit / 2 ** 32));
  writeUint32(key, 4, commit % 2 ** 32);
  writeUint32(key, 8, part);
  return key;
}

/** Redoes what the commit wrote. False if an entry is missing or damaged: then the arena is of no use any more. */
export function redoCommit(journal: ByteDatabase, commit: number, arena: NodeArena): boolean {
  let parts = 1;
  for (let part = 0; part < parts; part += 1) {
    const key = journalKey(commit, part);
    const value = journal.getBinaryFast(key);
    if (value === undefined || value.length < HEAD_BYTES) return false;
    const body = value.subarray(CHECKSUM_BYTES, value.length);
    if (readUint32(value, 0) !== checksumOf(key, body)) return false;
    parts = readUint32(value, CHECKSUM_BYTES);
    if (!redoPart(value, arena)) return false;
  }
  return true;
}

function redoPart(value: Uint8Array, arena: NodeArena): boolean {
  const count = (value.length - HEAD_BYTES) / ENTRY_BYTES;
  if (!Number.isInteger(count)) return false;
  const bytes = Uint8Array.from(value.subarray(HEAD_BYTES, value.length));
  const words = new Int32Array(bytes.buffer);
  for (let index = 0; index < count; index += 1) {
    const at = index * (1 + SLOT_WORDS);
    const slot = words[at] as number;
    if (slot < 0) return false;
    arena.reserve(slot + 1);
    arena.words.set(words.subarray(at + 1, at + 1 + SLOT_WORDS), slot * SLOT_WORDS);
  }
  return true;
}

/** Bytes that one slot takes in the journal. */
export const JOURNAL_SLOT_BYTES: number = ENTRY_BYTES;
