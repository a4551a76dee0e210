import type { RecordValue } from '@touchmark/ledger';
import type { RecordValue as ProvenValue } from '@touchmark/verify';
import { UsageError } from '../command/usage-error.ts';
import type { UnnumberedValue } from './parse-value.ts';
import { saltedValues } from './restricted.ts';

/**
 * A proven value as an update repeats it: a restricted one by its hash, which leaves it as it is.
 */
function repeatedValue({ index, type, data, ttlSeconds, permissions }: ProvenValue): RecordValue {
  const shown = data.kind === 'text' ? data.text : data.kind === 'bytes' ? data.bytes : data.digest;
  return { index, type, data: shown, ttlSeconds, permissions };
}

/** The value that a new one takes the place of: by its index, else the only one of its type. */
function placeOf(value: UnnumberedValue, before: readonly RecordValue[]): number | undefined {
  if (value.index !== undefined) return value.index;
  const same = before.filter(({ type }) => type === value.type);
  if (same.length > 1) {
    throw new UsageError(
      `The record has ${same.length} values of type ${value.type}. Say which: INDEX:${value.type}=TEXT.`,
    );
  }
  return same[0]?.index;
}

/** What a record's values become: some replaced or added, some removed, all others as they are. */
export function changedValues(
  before: readonly ProvenValue[],
  given: readonly UnnumberedValue[],
  removed: readonly number[],
): RecordValue[] {
  const values = new Map(before.map((value) => [value.index, repeatedValue(value)]));
  const old = [...values.values()];
  for (const index of removed) {
    if (!values.delete(index)) throw new UsageError(`The record has no value ${index} to remove.`);
  }
  for (const value of given) {
    const index = placeOf(value, old) ?? Math.max(0, ...values.keys()) + 1;
    for (const salted of saltedValues([{ ...value, index }])) values.set(index, salted);
  }
  return [...values.values()].sort((first, second) => first.index - second.index);
}
