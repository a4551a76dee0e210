import { withRoom } from '../tree/growing-words.ts';
import { HeightOrder } from '../tree/height-order.ts';
import { HASH_AT, type NodeArena, SLOT_WORDS } from '../tree/node-arena.ts';
import type { NodeHasher } from '../tree/node-hasher.ts';
import {
  journalKey,
  NODE_WORDS,
  PAGE_FLAG,
  PAGE_WORDS,
  PART_HEAD_BYTES,
  partCount,
} from './journal.ts';
import type { ByteDatabase } from './stored-values.ts';

const LANES = 4;

/** Redoes commits on an arena: takes over the slots that they wrote, and hashes the nodes among them. */
export class JournalReplay {
  private readonly journal: ByteDatabase;
  private readonly arena: NodeArena;
  private readonly hasher: NodeHasher;
  private readonly order = new HeightOrder();
  private nodes = new Int32Array(1024);
  private heights = new Int32Array(1024);
  private nodeCount = 0;
  private maxHeight = 0;
  /** By slot: height of the node that the commit wrote there; 0 elsewhere, and everywhere between calls. */
  private slotHeights = new Int32Array(1024);

  constructor(journal: ByteDatabase, arena: NodeArena, hasher: NodeHasher) {
    this.journal = journal;
    this.arena = arena;
    this.hasher = hasher;
  }

  /** False if an entry is missing or damaged: then the arena is of no use any more. */
  redo(commit: number): boolean {
    this.nodeCount = 0;
    this.maxHeight = 0;
    let parts = 1;
    for (let part = 0; part < parts; part += 1) {
      const key = journalKey(commit, part);
      const value = this.journal.getBinaryFast(key);
      parts = value === undefined ? 0 : partCount(key, value);
      if (value === undefined || parts === 0 || !this.takePart(value)) return false;
    }
    this.hashNodes();
    for (let node = 0; node < this.nodeCount; node += 1) {
      this.slotHeights[this.nodes[node] as number] = 0;
    }
    return true;
  }

  private takePart(value: Uint8Array): boolean {
    const bytes = Uint8Array.from(value.subarray(PART_HEAD_BYTES, value.length));
    if (bytes.length % 4 !== 0) return false;
    const words = new Int32Array(bytes.buffer);
    for (let at = 0; at < words.length; ) {
      const first = words[at] as number;
      const isPage = first < 0;
      const slot = isPage ? first & ~PAGE_FLAG : first;
      const own = isPage ? PAGE_WORDS : NODE_WORDS;
      if (at + own > words.length) return false;
      if (isPage) this.arena.restorePage(slot, words[at + 1] as number, words, at + 2);
      else if (!this.takeNode(slot, words, at)) return false;
      at += own;
    }
    return true;
  }

  private takeNode(slot: number, words: Int32Array, at: number): boolean {
    const { arena } = this;
    const left = words[at + 2] as number;
    const right = words[at + 3] as number;
    arena.restoreNode(slot, words[at + 1] as number, left, right);
    // Children come first, so they are known.
    if (left < 0 || right < 0 || left >= arena.end || right >= arena.end) return false;
    this.slotHeights = withRoom(this.slotHeights, arena.end);
    const height =
      1 + Math.max(this.slotHeights[left] as number, this.slotHeights[right] as number);
    this.slotHeights[slot] = height;
    if (height > this.maxHeight) this.maxHeight = height;
    this.nodes = withRoom(this.nodes, this.nodeCount + 1);
    this.heights = withRoom(this.heights, this.nodeCount + 1);
    this.nodes[this.nodeCount] = slot;
    this.heights[this.nodeCount] = height;
    this.nodeCount += 1;
    return true;
  }

  private hashNodes(): void {
    const { hasher, arena, nodes, heights } = this;
    const order = this.order.sort(heights, this.nodeCount, this.maxHeight);
    for (let start = 0; start < order.length; ) {
      const height = heights[order[start] as number];
      let count = 0;
      for (; count < LANES && start + count < order.length; count += 1) {
        const node = order[start + count] as number;
        if (heights[node] !== height) break;
        this.load(count, nodes[node] as number);
      }
      hasher.run();
      for (let lane = 0; lane < count; lane += 1) {
        const slot = nodes[order[start + lane] as number] as number;
        hasher.store(lane, arena.words, slot * SLOT_WORDS + HASH_AT);
      }
      start += count;
    }
  }

  private load(lane: number, slot: number): void {
    const { arena } = this;
    const left = arena.left(slot) * SLOT_WORDS + HASH_AT;
    const right = arena.right(slot) * SLOT_WORDS + HASH_AT;
    this.hasher.load(lane, arena.position(slot), arena.words, left, arena.words, right);
  }
}
