import { compareKeys } from '../proof/key-bits.ts';
import type { LeafSource } from '../tree/leaf-source.ts';
import { HASH_WORDS } from '../tree/node-arena.ts';
import { HASH_BYTES_STORED, isWhole, TAG_BYTES } from './layout.ts';
import type { Change, Overlay } from './overlay.ts';
import type { RecordCursor } from './record-cursor.ts';

interface Changed {
  key: Uint8Array;
  value: Change;
}

const HEAD_BYTES = HASH_BYTES_STORED + TAG_BYTES;

/** The map as an update sees it: committed records with the update's own changes laid over them. */
export class OverlaySource implements LeafSource {
  key: Uint8Array = new Uint8Array(0);
  keyLength = 0;
  readonly hash: Int32Array = new Int32Array(HASH_WORDS);
  /** Length of the current leaf's value if it lies in pieces, else 0. */
  valueInPieces = 0;
  private readonly cursor: RecordCursor;
  private readonly overlay: Overlay;
  private hasBase = false;
  private changes: Iterator<Changed> = [][Symbol.iterator]();
  private change: Changed | null = null;

  constructor(cursor: RecordCursor, overlay: Overlay) {
    this.cursor = cursor;
    this.overlay = overlay;
  }

  seek(bound: Uint8Array, boundLength: number): boolean {
    this.hasBase = this.cursor.seek(bound, boundLength);
    this.changes = this.overlay.changes({ start: bound.slice(0, boundLength), end: null });
    this.nextChange();
    return this.settle();
  }

  next(): boolean {
    return this.settle();
  }

  seekBelow(bound: Uint8Array, boundLength: number): boolean {
    const start = new Uint8Array(0);
    const end = bound.slice(0, boundLength);
    const changes = this.overlay.changes({ start, end, reverse: true });
    let base = this.baseBelow(end);
    for (let next = changes.next(); ; next = changes.next()) {
      const changed = next.done === true ? null : next.value;
      const order = base === null ? 1 : changed === null ? -1 : compareKeys(changed.key, base);
      if (order < 0 && base !== null) {
        this.takeBase(base);
        return true;
      }
      if (changed === null) return false;
      if (changed.value.value !== null) {
        this.takeChange(changed);
        return true;
      }
      if (order === 0) base = this.baseBelow(changed.key);
    }
  }

  /** Keys are handed over, not copied into a buffer of ours. */
  keepKey(): Uint8Array {
    return this.key;
  }

  private baseBelow(bound: Uint8Array): Uint8Array | null {
    if (!this.cursor.seekBelow(bound, bound.length)) return null;
    return this.cursor.key.slice(0, this.cursor.keyLength);
  }

  private nextChange(): void {
    const next = this.changes.next();
    this.change = next.done === true ? null : next.value;
  }

  /** Takes the lower of the two fronts, skipping what is removed, and moves past it. */
  private settle(): boolean {
    for (;;) {
      const { cursor, change } = this;
      if (change === null && !this.hasBase) return false;
      const base = this.hasBase ? cursor.key.subarray(0, cursor.keyLength) : null;
      const order = base === null ? 1 : change === null ? -1 : compareKeys(base, change.key);
      if (order < 0 && base !== null) this.takeBase(base.slice());
      else if (change !== null && change.value.value !== null) this.takeChange(change);
      if (order <= 0) this.hasBase = cursor.next();
      if (order >= 0) this.nextChange();
      if (order < 0 || change?.value.value !== null) return true;
    }
  }

  private takeBase(key: Uint8Array): void {
    this.key = key;
    this.keyLength = key.length;
    this.hash.set(this.cursor.hash);
    this.valueInPieces = this.cursor.valueInPieces;
  }

  private takeChange({ key, value: { value, hash } }: Changed): void {
    this.key = key;
    this.keyLength = key.length;
    this.hash.set(hash);
    const length = value?.length ?? 0;
    this.valueInPieces = isWhole(key.length, HEAD_BYTES, length) ? 0 : length;
  }
}
