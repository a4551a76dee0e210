import { find, insert, leavesOf, type Tree } from '../memory/crit-bit-tree.ts';
import type { Entry, EntryRange } from '../store.ts';
import type { LeafBatch } from '../tree/leaf-batch.ts';
import { HASH_WORDS } from '../tree/node-arena.ts';

/** What an update has done to a key: its value, or null if it is removed. */
export interface Change {
  readonly value: Uint8Array | null;
  /** Leaf hash of a record of the map; of no use in side tables. */
  readonly hash: Int32Array;
}

const NO_HASH = new Int32Array(0);
const NOTHING: readonly { key: Uint8Array; value: Change }[] = [];

/** The first two bytes of a key as a number: tables of a map begin with bytes of their own. */
const leadOf = (key: Uint8Array): number => ((key[0] ?? 0) << 8) | (key[1] ?? 0);

/**
 * The uncommitted changes of one update to one database. Most updates write once and then commit, so batches are kept
 * as they are and sorted in only when somebody looks.
 */
export class Overlay {
  private batches: LeafBatch[] = [];
  private entries: { key: Uint8Array; value: Uint8Array | null }[] = [];
  private tree: Tree<Change> | null = null;
  /** Of all keys here: who asks for others needs nothing sorted in. */
  private readonly leads = new Set<number>();

  addBatch(batch: LeafBatch): void {
    this.batches.push(batch);
    for (const key of batch.keys) this.leads.add(leadOf(key));
  }

  set(key: Uint8Array, value: Uint8Array | null): void {
    this.entries.push({ key, value });
    this.leads.add(leadOf(key));
  }

  get isEmpty(): boolean {
    return this.tree === null && this.batches.length + this.entries.length === 0;
  }

  get(key: Uint8Array): Change | undefined {
    return this.leads.has(leadOf(key)) ? find(this.sorted(), key) : undefined;
  }

  changes(range: EntryRange): Iterator<{ key: Uint8Array; value: Change }> {
    return this.mayChange(range) ? leavesOf(this.sorted(), range) : NOTHING.values();
  }

  private mayChange({ start, end }: EntryRange): boolean {
    const first = leadOf(start ?? new Uint8Array(0));
    const last = end === undefined || end === null ? 0xff_ff : leadOf(end);
    for (const lead of this.leads) if (lead >= first && lead <= last) return true;
    return false;
  }

  private sorted(): Tree<Change> | null {
    for (const { keys, values, hashes } of this.batches) {
      for (const [index, key] of keys.entries()) {
        const hash = hashes.subarray(index * HASH_WORDS, (index + 1) * HASH_WORDS);
        this.tree = insert<Change>(this.tree, key, { value: values[index] ?? null, hash });
      }
    }
    for (const { key, value } of this.entries) {
      this.tree = insert<Change>(this.tree, key, { value, hash: NO_HASH });
    }
    this.batches = [];
    this.entries = [];
    return this.tree;
  }
}

/** Entries of the base with the changes laid over them, in the order and to the limit of the range. */
export function* mergeRange(
  base: (range: EntryRange) => Iterable<Entry>,
  overlay: Overlay,
  range: EntryRange,
): Generator<Entry> {
  const { limit = Infinity, reverse = false, start, end } = range;
  const bounds: EntryRange = { start, end, reverse };
  const entries = base(bounds)[Symbol.iterator]();
  const changes = overlay.changes(bounds);
  let entry = entries.next();
  let change = changes.next();
  for (let left = limit; left > 0 && !(entry.done === true && change.done === true); ) {
    const order = orderOf(entry, change, reverse);
    let found: Entry | null = null;
    if (order < 0 && entry.done !== true) found = entry.value;
    else if (change.done !== true && change.value.value.value !== null) {
      const { key, value } = change.value;
      found = { key: key.slice(), value: (value.value as Uint8Array).slice() };
    }
    if (order <= 0) entry = entries.next();
    if (order >= 0) change = changes.next();
    if (found === null) continue;
    yield found;
    left -= 1;
  }
}

/** Negative: the entry comes first; 0: the change is about the same key; positive: the change comes first. */
function orderOf(
  entry: IteratorResult<Entry>,
  change: IteratorResult<{ key: Uint8Array }>,
  reverse: boolean,
): number {
  if (change.done === true) return -1;
  if (entry.done === true) return 1;
  const order = Buffer.compare(entry.value.key, change.value.key);
  return reverse ? -order : order;
}
