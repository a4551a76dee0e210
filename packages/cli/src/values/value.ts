import type { RecordValue } from '@touchmark/ledger';
import { UsageError } from '../command/usage-error.ts';

export const DEFAULT_TTL_SECONDS = 86_400;
/** Everybody reads, the holder reads and writes. */
export const DEFAULT_PERMISSIONS = 0b1110;
/** The holder reads and writes; everybody sees a hash. */
export const RESTRICTED_PERMISSIONS = 0b1100;
export const MAX_UINT32 = 0xffff_ffff;

/** Four digits, as in JSON: `1110`. */
export function parsePermissions(text: string): number {
  if (!/^[01]{4}$/.test(text)) {
    throw new RangeError(
      `must be four digits 0 or 1 (admin read, admin write, public read, public write) such as 1110, not "${text}".`,
    );
  }
  return Number.parseInt(text, 2);
}

/** Gives every value without an index the lowest one that is free, in order. */
export function numberValues(
  values: readonly (Omit<RecordValue, 'index'> & { index?: number })[],
): RecordValue[] {
  const taken = new Set<number>();
  for (const { index } of values) {
    if (index === undefined) continue;
    if (taken.has(index))
      throw new UsageError(`Two values have the index ${index}. Give each its own.`);
    taken.add(index);
  }
  let next = 1;
  const numbered = values.map((value) => {
    if (value.index !== undefined) return { ...value, index: value.index };
    while (taken.has(next)) next += 1;
    taken.add(next);
    return { ...value, index: next };
  });
  return numbered.sort((first, second) => first.index - second.index);
}
