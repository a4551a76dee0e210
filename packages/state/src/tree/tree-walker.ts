import { NO_SLOT, type NodeArena } from './node-arena.ts';
import type { TreeBuilder } from './tree-builder.ts';
import { MAX_POSITION } from '../proof/key-bits.ts';

/** Where in a node's sequence (left subtree, separator, right subtree) the walk stands. */
const BEFORE_SEPARATOR = 0;
const AT_SEPARATOR = 1;
const AFTER_SEPARATOR = 2;

/**
 * Walks an old tree from left to right along the paths that an update touches, and hands the builder what lies
 * between: unchanged subtrees and separators. The nodes on the paths and the opened pages are released.
 */
export class TreeWalker {
  private readonly arena: NodeArena;
  private readonly builder: TreeBuilder;
  private readonly slots = new Int32Array(MAX_POSITION + 2);
  private readonly stages = new Uint8Array(MAX_POSITION + 2);
  private depth = 0;
  /** The subtree that comes next and has not been entered; NO_SLOT if there is none. */
  private next = NO_SLOT;

  constructor(arena: NodeArena, builder: TreeBuilder) {
    this.arena = arena;
    this.builder = builder;
  }

  start(root: number): void {
    this.depth = 0;
    this.next = root;
  }

  /** Hands over all that lies before the page at the end of the path; its leaves are up to the caller. */
  openPage(path: Int32Array, pathDepth: number, page: number): void {
    this.descend(path, pathDepth, page);
    this.arena.release(page);
    this.next = NO_SLOT;
  }

  /**
   * Hands over all up to the end of `subtree`, which stands at the end of the path. The separator after it, that of
   * the node at `position`, is up to the caller.
   */
  openAfter(path: Int32Array, pathDepth: number, subtree: number, position: number): void {
    this.descend(path, pathDepth, subtree);
    this.handOverNext();
    for (let level = this.depth - 1; level >= 0; level -= 1) {
      const found = this.arena.position(this.slots[level] as number);
      if (found === position) this.stages[level] = AT_SEPARATOR;
      if (found <= position) return;
    }
  }

  /** Hands over all that lies before `subtree`, which stands at the end of the path. */
  openBefore(path: Int32Array, pathDepth: number, subtree: number): void {
    this.descend(path, pathDepth, subtree);
  }

  /** Hands over all that is left. */
  finish(): void {
    while (this.depth > 0) this.leaveNode();
    this.handOverNext();
  }

  /** Makes the path the current one and `target`, a child of its last node, the next subtree. */
  private descend(path: Int32Array, pathDepth: number, target: number): void {
    let shared = 0;
    while (shared < this.depth && shared < pathDepth && path[shared] === this.slots[shared]) {
      shared += 1;
    }
    while (this.depth > shared) this.leaveNode();
    for (let level = shared; level < pathDepth; level += 1) {
      const slot = path[level] as number;
      this.enterChild(slot);
      this.slots[this.depth] = slot;
      this.stages[this.depth] = BEFORE_SEPARATOR;
      this.depth += 1;
      this.next = this.arena.left(slot);
    }
    this.enterChild(target);
  }

  /** Makes `child` of the current node the next subtree, handing over what lies before it. */
  private enterChild(child: number): void {
    if (this.depth === 0) return;
    const top = this.depth - 1;
    const slot = this.slots[top] as number;
    if (child !== this.arena.right(slot) || this.stages[top] === AFTER_SEPARATOR) return;
    this.handOverNext();
    this.passSeparator(top, slot);
    this.next = child;
  }

  private leaveNode(): void {
    const top = this.depth - 1;
    const slot = this.slots[top] as number;
    this.handOverNext();
    if (this.stages[top] !== AFTER_SEPARATOR) {
      this.passSeparator(top, slot);
      this.builder.subtree(this.arena.right(slot));
    }
    this.arena.release(slot);
    this.depth = top;
  }

  private passSeparator(top: number, slot: number): void {
    if (this.stages[top] === BEFORE_SEPARATOR) this.builder.separator(this.arena.position(slot));
    this.stages[top] = AFTER_SEPARATOR;
  }

  private handOverNext(): void {
    if (this.next !== NO_SLOT) this.builder.subtree(this.next);
    this.next = NO_SLOT;
  }
}
