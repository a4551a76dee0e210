import type { RangeOptions, RootDatabase } from 'lmdb';
import type { Entry } from '../store.ts';
import { rangeOptions } from './lmdb-options.ts';

type StoredRange = Iterable<Entry> & { options: RangeOptions };

/**
 * Reads stretches of one database: keys and stored values, both copies. Like `RecordCursor` it iterates the same two
 * iterables of `lmdb` again and again, since making one costs more than reading ten entries.
 */
export class EntryCursor {
  private readonly forward: StoredRange;
  private readonly backward: StoredRange;

  constructor(root: RootDatabase, name: string) {
    const open = (reverse: boolean): StoredRange => {
      const database = root.openDB<Uint8Array, Uint8Array>(name, COPYING as object);
      const options = rangeOptions(null, reverse);
      return Object.assign(database.getRange(options), { options });
    };
    this.forward = open(false);
    this.backward = open(true);
  }

  /** Up to `limit` entries from `start` on (null: from the end it begins at), the start included. */
  read(start: Uint8Array | null, reverse: boolean, limit: number): Entry[] {
    const range = reverse ? this.backward : this.forward;
    Object.assign(range.options, { start: start ?? undefined });
    const entries: Entry[] = [];
    if (limit === 0) return entries;
    for (const entry of range) {
      entries.push(entry);
      if (entries.length === limit) break;
    }
    return entries;
  }
}

/** `lmdb` hands over buffers that it uses again. */
const COPYING = {
  keyEncoder: {
    writeKey: (key: Uint8Array, target: Uint8Array, start: number): number => {
      target.set(key, start);
      return start + key.length;
    },
    readKey: (source: Uint8Array, start: number, end: number): Uint8Array => {
      const key = new Uint8Array(end - start);
      for (let index = start; index < end; index += 1) key[index - start] = source[index] as number;
      return key;
    },
  },
  encoder: {
    encode: (value: Uint8Array): Uint8Array => value,
    decode: (value: Uint8Array, size: number): Uint8Array => {
      const copy = new Uint8Array(size);
      copy.set(value.subarray(0, size));
      return copy;
    },
  },
};
