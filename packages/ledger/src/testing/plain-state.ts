import { compareBytes, encodeHex } from '@touchmark/codec';
import type { Entry, EntryRange, StateView, Write } from '@touchmark/state';
import type { BlockOutcome } from '../kernel/outcome.ts';

/** The simplest state that can be right: a hash map, sorted anew after every change. */
export class PlainState implements StateView {
  readonly history: Map<string, Uint8Array> = new Map();
  private readonly values: Map<string, Uint8Array> = new Map();
  private sorted: Entry[] | undefined;

  get(key: Uint8Array): Uint8Array | undefined {
    return this.values.get(encodeHex(key));
  }

  range({ start, end, limit, reverse = false }: EntryRange): Entry[] {
    const inside = this.entries().filter(
      ({ key }) => compareBytes(key, start) >= 0 && (end === null || compareBytes(key, end) < 0),
    );
    return (reverse ? inside.toReversed() : inside).slice(0, limit);
  }

  entries(): Entry[] {
    // Hex sorts as the bytes do.
    this.sorted ??= [...this.values.keys()]
      .sort((left, right) => (left < right ? -1 : 1))
      .map((key) => ({
        key: Uint8Array.from(Buffer.from(key, 'hex')),
        value: this.values.get(key)!,
      }));
    return this.sorted;
  }

  apply(writes: readonly Write[]): void {
    this.sorted = undefined;
    for (const { key, value } of writes) {
      if (value === null) this.values.delete(encodeHex(key));
      else this.values.set(encodeHex(key), value);
    }
  }

  commit(outcome: BlockOutcome): void {
    this.apply(outcome.writes);
    for (const { key, value } of outcome.archived) this.history.set(encodeHex(key), value);
  }
}
