import { equalBytes } from '@touchmark/codec';
import { asciiBytes } from '../../kernel/key.ts';
import type { Refusal } from '../../kernel/refusal.ts';
import type { StateWriter } from '../../kernel/state-writer.ts';
import { ByteCursor } from './byte-cursor.ts';
import { restrictedKey } from './keys.ts';
import { isRestricted, putRestricted, storedValue } from './stored-values.ts';
import type { StoredValue, ValueChange } from './value-changes.ts';
import { ValueScanner } from './value-scanner.ts';
import type { ValueSlice } from './value-scanner.ts';

/**
 * The values given, in the form that is kept. A restricted value that repeats the hash which the
 * record shows keeps its secret, whatever else of it changes: so nobody needs to know a secret in
 * order to leave it alone.
 */
export function givenValues(
  source: Uint8Array,
  before: readonly StoredValue[],
): StoredValue[] | Refusal {
  const slices: ValueSlice[] = [];
  const refusal = new ValueScanner(new ByteCursor(source, 0)).scan(slices);
  if (refusal !== undefined) return refusal;
  return slices.map((slice) => {
    const given = source.subarray(slice.start, slice.end);
    const same = before.find((value) => value.slice.index === slice.index);
    const keepsSecret = same !== undefined && repeatsHash(same, source, slice);
    return { slice, source, item: keepsSecret ? given : storedValue(source, slice), keepsSecret };
  });
}

function repeatsHash(kept: StoredValue, source: Uint8Array, given: ValueSlice): boolean {
  if (!isRestricted(kept.slice) || !isRestricted(given)) return false;
  const hash = kept.source.subarray(kept.slice.contentStart, kept.slice.dataEnd);
  return equalBytes(hash, source.subarray(given.contentStart, given.dataEnd));
}

/** Puts what restricted values really hold in the place of what they held. */
export function keepRestricted(
  state: StateWriter,
  name: string,
  changes: readonly ValueChange[],
): void {
  const bytes = asciiBytes(name);
  for (const { index, before, after } of changes) {
    if (after?.keepsSecret === true) continue;
    if (before !== undefined && isRestricted(before.slice)) {
      state.remove(restrictedKey(bytes, index));
    }
    if (after !== undefined) putRestricted(state, bytes, after.source, after.slice);
  }
}
