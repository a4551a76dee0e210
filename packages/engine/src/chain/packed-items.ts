/**
 * Many small items of a block in few rows: a put costs far more than the bytes it carries.
 *
 * A row's key is the position of its first item, its value is a sequence of
 * `index u32 || n u32 || length u32 || bytes`. An item too long for a row has rows of its own: the first begins
 * like any row, the others (part 1, 2, …) hold the rest of its bytes.
 */
import type { StateView, TableUpdate } from '@touchmark/state';
import { type ItemPosition, itemKey, readItemKey, readUint32, writeUint32 } from './keys.ts';
import { MAX_VALUE_BYTES } from './tables.ts';

const ITEM_HEAD_BYTES = 12;
const NO_ROW = new Uint8Array(0);

export interface PackedItem extends ItemPosition {
  readonly bytes: Uint8Array;
}

/** Appends one block's items, in order of position; `finish` writes the last row. */
export class PackedWriter {
  readonly #table: Pick<TableUpdate, 'put'>;
  readonly #height: number;
  #row: Uint8Array = NO_ROW;
  #used = 0;
  #firstIndex = 0;
  #firstN = 0;

  constructor(table: Pick<TableUpdate, 'put'>, height: number) {
    this.#table = table;
    this.#height = height;
  }

  add(index: number, n: number, bytes: Uint8Array): void {
    const size = ITEM_HEAD_BYTES + bytes.length;
    if (this.#used > 0 && this.#used + size > MAX_VALUE_BYTES) this.#flush();
    if (this.#used === 0) {
      // The store keeps the bytes it was given until the commit: each row is a new one.
      this.#row = new Uint8Array(MAX_VALUE_BYTES);
      this.#firstIndex = index;
      this.#firstN = n;
    }
    writeUint32(this.#row, this.#used, index);
    writeUint32(this.#row, this.#used + 4, n);
    writeUint32(this.#row, this.#used + 8, bytes.length);
    this.#used += ITEM_HEAD_BYTES;
    if (size <= MAX_VALUE_BYTES) {
      this.#row.set(bytes, this.#used);
      this.#used += bytes.length;
      return;
    }
    this.#addLong(bytes);
  }

  finish(): void {
    if (this.#used > 0) this.#flush();
  }

  #addLong(bytes: Uint8Array): void {
    const room = MAX_VALUE_BYTES - ITEM_HEAD_BYTES;
    this.#row.set(bytes.subarray(0, room), ITEM_HEAD_BYTES);
    this.#used = MAX_VALUE_BYTES;
    this.#flush();
    let part = 0;
    for (let at = room; at < bytes.length; at += MAX_VALUE_BYTES) {
      part += 1;
      const key = itemKey(this.#height, this.#firstIndex, this.#firstN, part);
      this.#table.put(key, bytes.slice(at, at + MAX_VALUE_BYTES));
    }
  }

  #flush(): void {
    const key = itemKey(this.#height, this.#firstIndex, this.#firstN, 0);
    this.#table.put(key, this.#row.subarray(0, this.#used));
    this.#row = NO_ROW;
    this.#used = 0;
  }
}

/** Items from a position on (inclusive), oldest first, up to the end of the table or of `lastHeight`. */
export function* packedItems(
  table: Pick<StateView, 'range'>,
  from: ItemPosition,
  lastHeight: number = Number.MAX_SAFE_INTEGER,
): Generator<PackedItem> {
  const start = rowHolding(table, from) ?? itemKey(from.height, from.index, from.n, 0);
  const end = lastHeight === Number.MAX_SAFE_INTEGER ? null : itemKey(lastHeight + 1, 0, 0, 0);
  let long: LongItem | undefined;
  for (const { key, value } of table.range({ start, end })) {
    const position = readItemKey(key);
    if (position.part > 0) {
      if (long?.add(value) === true) {
        yield long.item();
        long = undefined;
      }
      continue;
    }
    for (const item of itemsOfRow(position.height, value)) {
      if (item.missing > 0) long = new LongItem(item, item.missing);
      else if (!isBefore(item, from)) yield item;
    }
  }
}

/** One item, or undefined if there is none at this position. */
export function packedItem(
  table: Pick<StateView, 'range'>,
  at: ItemPosition,
): Uint8Array | undefined {
  for (const item of packedItems(table, at, at.height)) {
    return item.index === at.index && item.n === at.n ? item.bytes : undefined;
  }
  return undefined;
}

/** Key of the row that may hold the item at a position: the last one that begins at or before it. */
function rowHolding(table: Pick<StateView, 'range'>, at: ItemPosition): Uint8Array | undefined {
  const start = itemKey(at.height, 0, 0, 0);
  const end = itemKey(at.height, at.index, at.n, 1);
  for (const { key } of table.range({ start, end, reverse: true, limit: 1 })) {
    // Inside a long item that lies before: nothing older than the position is wanted of it.
    return readItemKey(key).part === 0 ? key : undefined;
  }
  return undefined;
}

function* itemsOfRow(height: number, row: Uint8Array): Generator<PackedItem & { missing: number }> {
  for (let at = 0; at + ITEM_HEAD_BYTES <= row.length; ) {
    const length = readUint32(row, at + 8);
    const begin = at + ITEM_HEAD_BYTES;
    const end = Math.min(row.length, begin + length);
    yield {
      height,
      index: readUint32(row, at),
      n: readUint32(row, at + 4),
      bytes: row.subarray(begin, end),
      missing: begin + length - end,
    };
    at = end;
  }
}

function isBefore(item: ItemPosition, other: ItemPosition): boolean {
  if (item.height !== other.height) return item.height < other.height;
  if (item.index !== other.index) return item.index < other.index;
  return item.n < other.n;
}

/** Gathers the rows of an item that is longer than one row. */
class LongItem {
  readonly #first: PackedItem;
  readonly #bytes: Uint8Array;
  #filled: number;

  constructor(first: PackedItem, missing: number) {
    this.#first = first;
    this.#bytes = new Uint8Array(first.bytes.length + missing);
    this.#bytes.set(first.bytes);
    this.#filled = first.bytes.length;
  }

  /** @returns true when the item is whole. */
  add(part: Uint8Array): boolean {
    this.#bytes.set(part.subarray(0, this.#bytes.length - this.#filled), this.#filled);
    this.#filled = Math.min(this.#bytes.length, this.#filled + part.length);
    return this.#filled === this.#bytes.length;
  }

  item(): PackedItem {
    return { ...this.#first, bytes: this.#bytes };
  }
}
