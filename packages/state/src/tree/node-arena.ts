/** Words of a slot: head, left, right, then the eight words of the hash. */
export const SLOT_WORDS = 11;
export const HASH_WORDS = 8;
const LEFT = 1;
const RIGHT = 2;
export const HASH_AT = 3;

const ARGUMENT = 0x1fff;
const PAGE = 0x1_0000;
const FRESH = 0x2_0000;

/** Root of a tree without leaves. */
export const NO_SLOT = -1;

const INITIAL_SLOTS = 1024;
const GROWTH = 1.5;

/**
 * The upper tree in one typed array. A slot holds either a node (position, two children) or a page: a subtree of few
 * leaves of which only the number of leaves and the root hash are kept.
 *
 * Slots are written once. An update puts new nodes into free slots and releases those it replaces; these are free
 * only after `commit`, so whoever reads the last committed root never meets a changed slot.
 */
export class NodeArena {
  words: Int32Array = new Int32Array(INITIAL_SLOTS * SLOT_WORDS);
  /** The same memory; a slot's hash is 32 bytes at `hashOffset(slot)`. */
  bytes: Uint8Array = new Uint8Array(this.words.buffer);
  /** Slots ever used; all beyond are free. */
  end = 0;
  private readonly free: number[] = [];
  private fresh: number[] = [];
  private released: number[] = [];

  isPage(slot: number): boolean {
    return (this.head(slot) & PAGE) !== 0;
  }

  /** Critical bit position of a node. */
  position(slot: number): number {
    return this.head(slot) & ARGUMENT;
  }

  /** Number of leaves of a page. */
  leafCount(slot: number): number {
    return this.head(slot) & ARGUMENT;
  }

  left(slot: number): number {
    return this.words[slot * SLOT_WORDS + LEFT] as number;
  }

  right(slot: number): number {
    return this.words[slot * SLOT_WORDS + RIGHT] as number;
  }

  /** Byte offset of the slot's hash in `bytes`. */
  hashOffset(slot: number): number {
    return (slot * SLOT_WORDS + HASH_AT) * 4;
  }

  hash(slot: number): Uint8Array {
    const offset = this.hashOffset(slot);
    return this.bytes.subarray(offset, offset + HASH_WORDS * 4);
  }

  addNode(position: number, left: number, right: number, hashes: Int32Array, at: number): number {
    return this.add(position, left, right, hashes, at);
  }

  addPage(leafCount: number, hashes: Int32Array, at: number): number {
    return this.add(leafCount | PAGE, NO_SLOT, NO_SLOT, hashes, at);
  }

  /** The slot is no longer part of the tree in the making. */
  release(slot: number): void {
    if ((this.head(slot) & FRESH) === 0) {
      this.released.push(slot);
      return;
    }
    this.words[slot * SLOT_WORDS] = this.head(slot) & ~FRESH;
    this.free.push(slot);
  }

  /**
   * Slots that the open update has written and still uses, each once, children before parents; afterwards they count as
   * committed.
   */
  takeFresh(): number[] {
    const slots: number[] = [];
    // From the end: a slot that was released and written again counts where it was written last.
    for (let index = this.fresh.length - 1; index >= 0; index -= 1) {
      const slot = this.fresh[index] as number;
      const head = this.head(slot);
      if ((head & FRESH) === 0) continue;
      this.words[slot * SLOT_WORDS] = head & ~FRESH;
      slots.push(slot);
    }
    this.fresh = [];
    return slots.reverse();
  }

  /** The update is visible: what it replaced may be overwritten. */
  commit(): void {
    for (const slot of this.released) this.free.push(slot);
    this.released = [];
  }

  /** Forgets the open update; not after `takeFresh`. */
  abort(): void {
    for (const slot of this.takeFresh()) this.free.push(slot);
    this.released = [];
  }

  /** Writes a node as another process made it; its hash is left to be computed. */
  restoreNode(slot: number, position: number, left: number, right: number): void {
    this.reserve(slot + 1);
    const base = slot * SLOT_WORDS;
    this.words[base] = position;
    this.words[base + LEFT] = left;
    this.words[base + RIGHT] = right;
  }

  /** Writes a page as another process made it. */
  restorePage(slot: number, leafCount: number, hashes: Int32Array, at: number): void {
    this.reserve(slot + 1);
    const base = slot * SLOT_WORDS;
    this.words[base] = leafCount | PAGE;
    this.words[base + LEFT] = NO_SLOT;
    this.words[base + RIGHT] = NO_SLOT;
    this.words.set(hashes.subarray(at, at + HASH_WORDS), base + HASH_AT);
  }

  /** Makes room for slots below `end`, as written by another process or an earlier run. */
  reserve(end: number): void {
    const needed = end * SLOT_WORDS;
    if (needed > this.words.length) {
      const slots = Math.max(end, Math.ceil((this.words.length / SLOT_WORDS) * GROWTH));
      const grown = new Int32Array(slots * SLOT_WORDS);
      grown.set(this.words.subarray(0, this.end * SLOT_WORDS));
      this.words = grown;
      this.bytes = new Uint8Array(grown.buffer);
    }
    if (end > this.end) this.end = end;
  }

  /** Everything that is not reachable from the root becomes free. Returns the number of leaves below the root. */
  collect(root: number): number {
    const used = new Uint8Array(this.end);
    const stack = root === NO_SLOT ? [] : [root];
    let leaves = 0;
    for (let slot = stack.pop(); slot !== undefined; slot = stack.pop()) {
      if (slot < 0 || slot >= this.end || used[slot] === 1) return -1;
      used[slot] = 1;
      if (this.isPage(slot)) leaves += this.leafCount(slot);
      else stack.push(this.left(slot), this.right(slot));
    }
    this.free.length = 0;
    this.fresh = [];
    this.released = [];
    for (let slot = this.end - 1; slot >= 0; slot -= 1) if (used[slot] === 0) this.free.push(slot);
    return leaves;
  }

  /** Nodes and pages in use, the open update's included. */
  get usedSlots(): number {
    return this.end - this.free.length;
  }

  private head(slot: number): number {
    return this.words[slot * SLOT_WORDS] as number;
  }

  private add(
    head: number,
    left: number,
    right: number,
    hashes: Int32Array,
    hashAt: number,
  ): number {
    const slot = this.free.pop() ?? this.end;
    if (slot === this.end) this.reserve(slot + 1);
    const { words } = this;
    const base = slot * SLOT_WORDS;
    words[base] = head | FRESH;
    words[base + LEFT] = left;
    words[base + RIGHT] = right;
    for (let index = 0; index < HASH_WORDS; index += 1) {
      words[base + HASH_AT + index] = hashes[hashAt + index] as number;
    }
    this.fresh.push(slot);
    return slot;
  }
}
