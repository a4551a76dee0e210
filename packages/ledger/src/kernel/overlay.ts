import { compareBytes } from '@touchmark/codec';
import type { Entry, EntryRange, StateView, Write } from '@touchmark/state';
import { OrderedMap } from './ordered-map.ts';

/** A state view with writes laid over it; what lies below is never touched. */
export class Overlay {
  readonly below: StateView;
  /** null: deleted. */
  readonly writes: OrderedMap<Uint8Array | null> = new OrderedMap();

  /** Bytes of keys and values of all that was written, each time it was. */
  bytes = 0;

  /** Length of the longest value that was written here. */
  longestValue = 0;

  /** How often something was removed: no more entries of what lies below are hidden. */
  private removals = 0;

  constructor(below: StateView) {
    this.below = below;
  }

  get(key: Uint8Array): Uint8Array | undefined {
    const written = this.writes.get(key);
    if (written !== undefined) return written ?? undefined;
    return this.below.get(key);
  }

  /** Writes an entry; key and value are kept, not copied. */
  put(key: Uint8Array, value: Uint8Array): void {
    this.bytes += key.length + value.length;
    if (value.length > this.longestValue) this.longestValue = value.length;
    this.writes.set(key, value);
  }

  remove(key: Uint8Array): void {
    this.bytes += key.length;
    this.removals += 1;
    this.writes.set(key, null);
  }

  /** Entries with start ≤ key < end. Do not write while reading it. */
  *range(range: EntryRange): Generator<Entry> {
    let left = range.limit ?? Number.POSITIVE_INFINITY;
    if (left <= 0) return;
    for (const entry of this.merged(range)) {
      yield entry;
      left -= 1;
      if (left === 0) return;
    }
  }

  private *merged(range: EntryRange): Generator<Entry> {
    const { start, end, reverse = false } = range;
    const below =
      range.limit === undefined ? range : { ...range, limit: range.limit + this.removals };
    const written = reverse
      ? [...this.writes.range(start, end)].toReversed().values()
      : this.writes.range(start, end);
    const direction = reverse ? -1 : 1;
    let next = written.next();
    for (const entry of this.below.range(below)) {
      let order = -1;
      while (next.done !== true) {
        const { key, value } = next.value;
        order = direction * compareBytes(key, entry.key);
        if (order > 0) break;
        next = written.next();
        if (value !== null) yield { key, value };
        if (order === 0) break;
      }
      if (order !== 0) yield entry;
    }
    for (; next.done !== true; next = written.next()) {
      const { key, value } = next.value;
      if (value !== null) yield { key, value };
    }
  }

  /** Lays these writes over a lower overlay. */
  mergeInto(lower: Overlay): void {
    this.writes.forEach((key, value) => lower.writes.set(key, value));
    lower.removals += this.removals;
    lower.bytes += this.bytes;
  }

  /** All writes, sorted bytewise by key, each key once. */
  sortedWrites(): Write[] {
    const sorted: Write[] = [];
    this.writes.forEach((key, value) => sorted.push({ key, value }));
    return sorted;
  }
}
