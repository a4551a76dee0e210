import { withRoom } from './growing-words.ts';
import { HeightOrder } from './height-order.ts';
import { HASH_AT, HASH_WORDS, NO_SLOT, type NodeArena, SLOT_WORDS } from './node-arena.ts';
import type { NodeHasher } from './node-hasher.ts';

const NONE = -1;
/** Beyond every position: no separator has been named since the last item. */
const NO_SEPARATOR = 0x7fff_ffff;
const INITIAL_ITEMS = 1024;

/**
 * Builds a tree from what lies side by side: leaves and unchanged subtrees in key order, and between each two the
 * position at which their keys part. The tree is the Cartesian tree of these positions, so one pass with a
 * stack finds it, whatever was inserted or removed.
 *
 * Shape first, hashes later: all nodes of one height are hashed together, four at a time.
 */
export class TreeBuilder {
  private readonly arena: NodeArena;
  private readonly hasher: NodeHasher;
  private readonly pageLeaves: number;
  private itemCount = 0;
  /** Slot of an item that is in the arena, else NONE. */
  private slot = new Int32Array(INITIAL_ITEMS);
  /** Leaves of an item that fits in a page; 0 for a larger one. */
  private leaves = new Int32Array(INITIAL_ITEMS);
  private position = new Int32Array(INITIAL_ITEMS);
  private left = new Int32Array(INITIAL_ITEMS);
  private right = new Int32Array(INITIAL_ITEMS);
  /** Height above what is hashed already; 0 for leaves and unchanged subtrees. */
  private height = new Int32Array(INITIAL_ITEMS);
  private hashes = new Int32Array(INITIAL_ITEMS * HASH_WORDS);
  private readonly order = new HeightOrder();
  private maxHeight = 0;
  /** Items whose right neighbour is still to come, with the position that parts them from it. */
  private readonly openItem: number[] = [];
  private readonly openPosition: number[] = [];
  private current = NONE;
  private pending = NO_SEPARATOR;

  /** @param pageLeaves most leaves that a page holds. */
  constructor(arena: NodeArena, hasher: NodeHasher, pageLeaves: number) {
    this.arena = arena;
    this.hasher = hasher;
    this.pageLeaves = pageLeaves;
  }

  /**
   * Says where the last item and the next one part. If what stood between two separators has vanished, both are
   * named, and the lower one counts: that is where the neighbours part.
   */
  separator(position: number): void {
    if (position < this.pending) this.pending = position;
  }

  leaf(hashes: Int32Array, at: number): void {
    const item = this.item(NONE, 1, 0);
    for (let index = 0; index < HASH_WORDS; index += 1) {
      this.hashes[item * HASH_WORDS + index] = hashes[at + index] as number;
    }
    this.append(item);
  }

  /** An unchanged subtree of the arena. */
  subtree(slot: number): void {
    this.append(this.item(slot, this.arena.isPage(slot) ? this.arena.leafCount(slot) : 0, 0));
  }

  /** Closes the tree; returns the slot of its root, NO_SLOT if there were no items. */
  finish(): number {
    while (this.openItem.length > 0) this.closeLast();
    const root = this.current;
    this.hashItems();
    this.placeNodes();
    const slot = root === NONE ? NO_SLOT : this.place(root);
    this.reset();
    return slot;
  }

  /** Number of items taken since the last `finish` or `condense`. */
  get pendingItems(): number {
    return this.itemCount;
  }

  /** Hashes and places what is complete and forgets its parts, so that a long sequence takes little memory. */
  condense(): void {
    this.hashItems();
    this.placeNodes();
    const kept = [...this.openItem, this.current].filter((item) => item !== NONE);
    const copies = kept.map((item) => ({
      slot: this.slot[item] as number,
      leaves: this.leaves[item] as number,
      hash: this.hashes.slice(item * HASH_WORDS, (item + 1) * HASH_WORDS),
    }));
    this.itemCount = 0;
    this.maxHeight = 0;
    const items = copies.map(({ slot, leaves, hash }) => {
      const item = this.item(slot, leaves, 0);
      this.hashes.set(hash, item * HASH_WORDS);
      return item;
    });
    for (const index of this.openItem.keys()) this.openItem[index] = items[index] as number;
    if (this.current !== NONE) this.current = items.at(-1) as number;
  }

  /** Forgets a tree that was begun. */
  reset(): void {
    this.itemCount = 0;
    this.maxHeight = 0;
    this.openItem.length = 0;
    this.openPosition.length = 0;
    this.current = NONE;
    this.pending = NO_SEPARATOR;
  }

  private append(item: number): void {
    if (this.current !== NONE) {
      const position = this.pending;
      while ((this.openPosition.at(-1) ?? NONE) > position) this.closeLast();
      this.openItem.push(this.current);
      this.openPosition.push(position);
    }
    this.current = item;
    this.pending = NO_SEPARATOR;
  }

  /** The last open item and the current one become the two sides of a node. */
  private closeLast(): void {
    const left = this.openItem.pop() as number;
    const position = this.openPosition.pop() as number;
    const right = this.current;
    const leftLeaves = this.leaves[left] as number;
    const rightLeaves = this.leaves[right] as number;
    const sum = leftLeaves + rightLeaves;
    const fitsInPage = leftLeaves > 0 && rightLeaves > 0 && sum <= this.pageLeaves;
    const height = 1 + Math.max(this.height[left] as number, this.height[right] as number);
    const node = this.item(NONE, fitsInPage ? sum : 0, height);
    this.position[node] = position;
    this.left[node] = left;
    this.right[node] = right;
    if (height > this.maxHeight) this.maxHeight = height;
    this.current = node;
  }

  private item(slot: number, leaves: number, height: number): number {
    const item = this.itemCount;
    if (item === this.slot.length) this.grow();
    this.itemCount = item + 1;
    this.slot[item] = slot;
    this.leaves[item] = leaves;
    this.height[item] = height;
    return item;
  }

  private grow(): void {
    const needed = this.itemCount + 1;
    this.slot = withRoom(this.slot, needed);
    this.leaves = withRoom(this.leaves, needed);
    this.position = withRoom(this.position, needed);
    this.left = withRoom(this.left, needed);
    this.right = withRoom(this.right, needed);
    this.height = withRoom(this.height, needed);
    this.hashes = withRoom(this.hashes, this.slot.length * HASH_WORDS);
  }

  /** Hashes all nodes, lower ones first: sorted by height, they need nothing that comes later. */
  private hashItems(): void {
    const order = this.order.sort(this.height, this.itemCount, this.maxHeight);
    const { hasher, hashes } = this;
    for (let start = 0; start < order.length; ) {
      const height = this.height[order[start] as number] as number;
      let count = 0;
      for (; count < 4 && start + count < order.length; count += 1) {
        const node = order[start + count] as number;
        if (this.height[node] !== height) break;
        this.loadNode(count, node);
      }
      hasher.run();
      for (let lane = 0; lane < count; lane += 1) {
        hasher.store(lane, hashes, (order[start + lane] as number) * HASH_WORDS);
      }
      start += count;
    }
  }

  private loadNode(lane: number, node: number): void {
    const left = this.left[node] as number;
    const right = this.right[node] as number;
    const leftSlot = this.slot[left] as number;
    const rightSlot = this.slot[right] as number;
    const { hashes, arena } = this;
    this.hasher.load(
      lane,
      this.position[node] as number,
      leftSlot === NONE ? hashes : arena.words,
      leftSlot === NONE ? left * HASH_WORDS : leftSlot * SLOT_WORDS + HASH_AT,
      rightSlot === NONE ? hashes : arena.words,
      rightSlot === NONE ? right * HASH_WORDS : rightSlot * SLOT_WORDS + HASH_AT,
    );
  }

  /** Puts all nodes above pages into the arena, children before parents: that is the order of their making. */
  private placeNodes(): void {
    for (let item = 0; item < this.itemCount; item += 1) {
      if ((this.height[item] as number) > 0) this.placeOrMerge(item);
    }
  }

  private placeOrMerge(node: number): void {
    const left = this.left[node] as number;
    const right = this.right[node] as number;
    if ((this.leaves[node] as number) > 0) {
      // Inside a page: pages that it swallowed are gone.
      if (this.slot[left] !== NONE) this.arena.release(this.slot[left] as number);
      if (this.slot[right] !== NONE) this.arena.release(this.slot[right] as number);
      return;
    }
    this.slot[node] = this.arena.addNode(
      this.position[node] as number,
      this.place(left),
      this.place(right),
      this.hashes,
      node * HASH_WORDS,
    );
  }

  /** Slot of an item; a page gets one now. */
  private place(item: number): number {
    const slot = this.slot[item] as number;
    if (slot !== NONE) return slot;
    const page = this.arena.addPage(this.leaves[item] as number, this.hashes, item * HASH_WORDS);
    this.slot[item] = page;
    return page;
  }
}
