import { MAX_VALUE_BYTES } from './proof/format.ts';
import { compareKeys, MAX_KEY_BYTES } from './proof/key-bits.ts';
import { StateError } from './state-error.ts';
import type { EntryRange, KeyRange } from './store.ts';

/** Longest value of a side table. */
export const MAX_TABLE_VALUE_BYTES: number = 4 * 1024 * 1024;

const TABLE_NAME = /^[a-z0-9][a-z0-9-]{0,31}$/;

export function checkTableNames(tables: readonly string[]): void {
  for (const name of tables) {
    if (TABLE_NAME.test(name)) continue;
    throw new StateError(
      'STATE_OPTION_INVALID',
      `"${name}" cannot name a table. Use 1 to 32 of a-z, 0-9 and "-".`,
    );
  }
  if (new Set(tables).size < tables.length) {
    throw new StateError('STATE_OPTION_INVALID', 'A table is named twice. Name each one once.');
  }
}

export function checkKey(key: Uint8Array): void {
  if (key.length > 0 && key.length <= MAX_KEY_BYTES) return;
  throw new StateError(
    'STATE_KEY_INVALID',
    `A key of ${key.length} bytes cannot be stored. Use 1 to ${MAX_KEY_BYTES} bytes.`,
  );
}

export function checkValue(value: Uint8Array): void {
  if (value.length <= MAX_VALUE_BYTES) return;
  throw new StateError(
    'STATE_VALUE_INVALID',
    `A value of ${value.length} bytes cannot be stored. Split it into parts of ${MAX_VALUE_BYTES}.`,
  );
}

export function checkTableValue(value: Uint8Array): void {
  if (value.length <= MAX_TABLE_VALUE_BYTES) return;
  throw new StateError(
    'STATE_VALUE_INVALID',
    `A table entry of ${value.length} bytes cannot be stored. Split it into parts of ` +
      `${MAX_TABLE_VALUE_BYTES}.`,
  );
}

export function checkRangeBounds({ start, end }: KeyRange): void {
  if (start.length > MAX_KEY_BYTES || (end !== null && end.length > MAX_KEY_BYTES)) {
    throw new StateError(
      'STATE_RANGE_INVALID',
      `A bound of a range has at most ${MAX_KEY_BYTES} bytes. Shorten it.`,
    );
  }
}

/** A range that can be proven holds at least room for one key. */
export function checkProvableRange(range: KeyRange): void {
  checkRangeBounds(range);
  if (range.end !== null && compareKeys(range.start, range.end) >= 0) {
    throw new StateError(
      'STATE_RANGE_INVALID',
      'The range is empty: its start is not below its end. Ask for a range that can hold a key.',
    );
  }
}

export function isEmptyRange({ start, end, limit }: EntryRange): boolean {
  return limit === 0 || (end !== null && compareKeys(start, end) >= 0);
}

export function unknownTable(name: string): StateError {
  return new StateError(
    'STATE_TABLE_UNKNOWN',
    `The store has no table "${name}". Name it in \`tables\` when the store is opened.`,
  );
}

export function updateOpen(): StateError {
  return new StateError(
    'STATE_UPDATE_OPEN',
    'An update is open already. Commit or abort it before the next one begins.',
  );
}

export function updateClosed(): StateError {
  return new StateError(
    'STATE_UPDATE_CLOSED',
    'This update was committed or aborted. Begin another one.',
  );
}

export function storeClosed(): StateError {
  return new StateError('STATE_CLOSED', 'The store is closed. Open it again.');
}
