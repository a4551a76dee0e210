import { compareBytes, encodeHex, equalBytes } from '@touchmark/codec';
import { ledger } from '@touchmark/ledger';
import type { Entry, StateView } from '@touchmark/state';

/** A key whose value is not what a replay gives. */
export interface KeyDifference {
  /** In hexadecimal. */
  readonly key: string;
  /** The key with what is printable of it. */
  readonly shown: string;
  /** Module that owns the key, if any does. */
  readonly module: string | undefined;
  /** Values in hexadecimal, shortened; null where the key is missing. */
  readonly stored: string | null;
  readonly replayed: string | null;
}

const SHOWN_BYTES = 1_024;
const ALL = { start: new Uint8Array(0), end: null };

/**
 * Goes through two states in key order. @returns the first key that differs among the preferred
 * ones, else the first of
 * all, and how many entries were compared.
 */
export function compareStates(
  stored: StateView,
  replayed: StateView,
  preferred: ReadonlySet<string>,
): { readonly entries: number; readonly difference: KeyDifference | undefined } {
  let entries = 0;
  let first: KeyDifference | undefined;
  const pairs = pairsOf(stored, replayed);
  for (const [left, right] of pairs) {
    entries += 1;
    if (left !== undefined && right !== undefined && equalBytes(left.value, right.value)) continue;
    const difference = differenceOf(left, right);
    if (preferred.size === 0 || preferred.has(difference.key)) return { entries, difference };
    first ??= difference;
  }
  return { entries, difference: first };
}

/**
 * Entries of both sides side by side; one of a pair is missing where only the other side has the
 * key.
 */
function* pairsOf(
  left: StateView,
  right: StateView,
): Generator<readonly [Entry | undefined, Entry | undefined]> {
  const [ours, theirs] = [left.range(ALL)[Symbol.iterator](), right.range(ALL)[Symbol.iterator]()];
  let [a, b] = [next(ours), next(theirs)];
  while (a !== undefined || b !== undefined) {
    const order = a === undefined ? 1 : b === undefined ? -1 : compareBytes(a.key, b.key);
    yield [order <= 0 ? a : undefined, order >= 0 ? b : undefined];
    if (order <= 0) a = next(ours);
    if (order >= 0) b = next(theirs);
  }
}

function next(entries: Iterator<Entry>): Entry | undefined {
  const { done, value } = entries.next();
  return done === true ? undefined : value;
}

function differenceOf(stored: Entry | undefined, replayed: Entry | undefined): KeyDifference {
  const key = stored?.key ?? replayed?.key ?? new Uint8Array(0);
  return {
    key: encodeHex(key),
    shown: shownKey(key),
    module: ledger.registry.modules.find(({ keySpaces }) => keySpaces.includes(key[0] ?? -1))?.name,
    stored: shortened(stored?.value),
    replayed: shortened(replayed?.value),
  };
}

function shownKey(key: Uint8Array): string {
  return Array.from(key, (byte) =>
    byte >= 0x20 && byte < 0x7f
      ? String.fromCharCode(byte)
      : `\\x${byte.toString(16).padStart(2, '0')}`,
  ).join('');
}

function shortened(value: Uint8Array | undefined): string | null {
  if (value === undefined) return null;
  const shown = encodeHex(value.subarray(0, SHOWN_BYTES));
  return value.length > SHOWN_BYTES ? `${shown}… (${value.length} bytes)` : shown;
}
