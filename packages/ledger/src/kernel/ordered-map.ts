import { compareBytes } from '@touchmark/codec';

/** Entries of a chunk before it is split. */
const CHUNK_ENTRIES = 256;

interface Chunk<Value> {
  readonly keys: Uint8Array[];
  readonly values: Value[];
}

export interface OrderedEntry<Value> {
  readonly key: Uint8Array;
  readonly value: Value;
}

/**
 * Map from byte strings to values in bytewise key order.
 *
 * A two-level sorted array: look-ups take a binary search, keys that arrive in order cost two
 * comparisons, and reading it out needs no sort. So the order of writes never depends on a hash
 * map.
 */
export class OrderedMap<Value> {
  size = 0;
  private readonly chunks: Chunk<Value>[] = [];
  // Where the last search ended: the key's place, or the place it would be inserted at.
  private chunkIndex = 0;
  private entryIndex = 0;

  /** The value; undefined if the key is absent. */
  get(key: Uint8Array): Value | undefined {
    if (!this.locate(key)) return undefined;
    return this.chunks[this.chunkIndex]!.values[this.entryIndex];
  }

  /** Sets the value; true if the key was absent before. The key is kept, not copied. */
  set(key: Uint8Array, value: Value): boolean {
    const found = this.locate(key);
    const chunk = this.chunks[this.chunkIndex];
    if (chunk === undefined) {
      this.chunks.push({ keys: [key], values: [value] });
    } else if (found) {
      chunk.values[this.entryIndex] = value;
      return false;
    } else {
      this.insert(chunk, key, value);
    }
    this.size += 1;
    return true;
  }

  /**
   * Entries with `start` ≤ key < `end` (null: to the last key), in order. Do not change the map
   * meanwhile.
   */
  *range(start: Uint8Array, end: Uint8Array | null): Generator<OrderedEntry<Value>> {
    this.locate(start);
    let entryIndex = this.entryIndex;
    for (let chunkIndex = this.chunkIndex; chunkIndex < this.chunks.length; chunkIndex += 1) {
      const { keys, values } = this.chunks[chunkIndex]!;
      for (; entryIndex < keys.length; entryIndex += 1) {
        const key = keys[entryIndex]!;
        if (end !== null && compareBytes(key, end) >= 0) return;
        yield { key, value: values[entryIndex]! };
      }
      entryIndex = 0;
    }
  }

  /** Calls `visit` for every entry, in order. */
  forEach(visit: (key: Uint8Array, value: Value) => void): void {
    for (const { keys, values } of this.chunks) {
      for (let index = 0; index < keys.length; index += 1) {
        visit(keys[index]!, values[index]!);
      }
    }
  }

  private insert(chunk: Chunk<Value>, key: Uint8Array, value: Value): void {
    const at = this.entryIndex;
    if (chunk.keys.length < CHUNK_ENTRIES) {
      insertAt(chunk.keys, at, key);
      insertAt(chunk.values, at, value);
      return;
    }
    // Appending in order leaves full chunks behind; anything else halves the chunk.
    const cut = at === chunk.keys.length ? at : CHUNK_ENTRIES / 2;
    const upper = { keys: chunk.keys.splice(cut), values: chunk.values.splice(cut) };
    this.chunks.splice(this.chunkIndex + 1, 0, upper);
    if (at >= cut) {
      this.chunkIndex += 1;
      this.entryIndex = at - cut;
    }
    const target = at >= cut ? upper : chunk;
    insertAt(target.keys, this.entryIndex, key);
    insertAt(target.values, this.entryIndex, value);
  }

  private locate(key: Uint8Array): boolean {
    if (this.followsLast(key)) {
      this.entryIndex += 1;
      return false;
    }
    let low = 0;
    let high = this.chunks.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      const first = this.chunks[middle]!.keys[0]!;
      if (compareBytes(first, key) <= 0) low = middle + 1;
      else high = middle;
    }
    this.chunkIndex = Math.max(0, low - 1);
    return this.locateInChunk(key);
  }

  private locateInChunk(key: Uint8Array): boolean {
    const keys = this.chunks[this.chunkIndex]?.keys ?? [];
    let low = 0;
    let high = keys.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      const order = compareBytes(keys[middle]!, key);
      if (order === 0) {
        this.entryIndex = middle;
        return true;
      }
      if (order < 0) low = middle + 1;
      else high = middle;
    }
    this.entryIndex = low;
    return false;
  }

  /** True if the key belongs right behind the entry that the last search found or made room for. */
  private followsLast(key: Uint8Array): boolean {
    const chunk = this.chunks[this.chunkIndex];
    const last = chunk?.keys[this.entryIndex];
    if (chunk === undefined || last === undefined || compareBytes(last, key) >= 0) return false;
    const next =
      this.entryIndex + 1 < chunk.keys.length
        ? chunk.keys[this.entryIndex + 1]
        : this.chunks[this.chunkIndex + 1]?.keys[0];
    return next === undefined || compareBytes(key, next) < 0;
  }
}

function insertAt<Item>(items: Item[], at: number, item: Item): void {
  if (at === items.length) items.push(item);
  else items.splice(at, 0, item);
}
