import type { Refusal } from '../../kernel/refusal.ts';
import type { EntryTable } from './entry-table.ts';
import { refuse } from './errors.ts';

/** The entries in the order of their suffixes, or a refusal if two have the same one. */
export function orderEntries(table: EntryTable): Uint32Array | Refusal {
  const order = new Uint32Array(table.count);
  for (let entry = 0; entry < table.count; entry += 1) order[entry] = entry;
  if (isAscending(table)) return order;
  order.sort((left, right) => compareSuffixes(table, left, right) || left - right);
  return firstRepeated(table, order) ?? order;
}

function isAscending(table: EntryTable): boolean {
  for (let entry = 1; entry < table.count; entry += 1) {
    if (compareSuffixes(table, entry - 1, entry) >= 0) return false;
  }
  return true;
}

/** Refuses with the lowest entry that repeats an earlier one. */
function firstRepeated(table: EntryTable, order: Uint32Array): Refusal | undefined {
  let repeated = table.count;
  let first = 0;
  for (let place = 1; place < order.length; place += 1) {
    const left = order[place - 1]!;
    const right = order[place]!;
    // Of equal suffixes the lowest entries come first, so the second of them is the lowest that
    // repeats one.
    if (right < repeated && compareSuffixes(table, left, right) === 0) {
      repeated = right;
      first = left;
    }
  }
  if (repeated === table.count) return undefined;
  return refuse('NAMING_SUFFIX_REPEATED', { entry: repeated, first });
}

function compareSuffixes(table: EntryTable, left: number, right: number): number {
  const { bytes, suffixStart, suffixEnd } = table;
  const leftStart = suffixStart[left]!;
  const rightStart = suffixStart[right]!;
  const leftLength = suffixEnd[left]! - leftStart;
  const rightLength = suffixEnd[right]! - rightStart;
  const shared = Math.min(leftLength, rightLength);
  for (let index = 0; index < shared; index += 1) {
    const difference = bytes[leftStart + index]! - bytes[rightStart + index]!;
    if (difference !== 0) return difference;
  }
  return leftLength - rightLength;
}
