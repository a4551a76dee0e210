import { checkSuffixBytes } from '@touchmark/codec';
import type { Refusal } from '../../kernel/refusal.ts';
import { ByteCursor, MAJOR_ARRAY, MAJOR_TEXT } from './byte-cursor.ts';
import { refuse } from './errors.ts';
import type { RawEntries } from './params.ts';
import { ValueScanner } from './value-scanner.ts';

/** Where each entry of a registration lies in its bytes: columns instead of an object for each. */
export interface EntryTable {
  readonly bytes: Uint8Array;
  readonly count: number;
  /** The suffix with its CBOR head starts here. */
  readonly itemStart: Int32Array;
  readonly suffixStart: Int32Array;
  /** The suffix ends and the values begin here. */
  readonly suffixEnd: Int32Array;
  readonly valuesEnd: Int32Array;
  /** Restricted values of the entry. */
  readonly restricted: Uint8Array;
  /** Values of the entry that make it an alias. */
  readonly aliases: Uint8Array;
}

/** Walks the entries once and checks their form; the first that is wrong refuses the batch. */
export function scanEntries(entries: RawEntries): EntryTable | Refusal {
  const { bytes, count } = entries;
  const table: EntryTable = {
    bytes,
    count,
    itemStart: new Int32Array(count),
    suffixStart: new Int32Array(count),
    suffixEnd: new Int32Array(count),
    valuesEnd: new Int32Array(count),
    restricted: new Uint8Array(count),
    aliases: new Uint8Array(count),
  };
  const cursor = new ByteCursor(bytes, 0);
  const scanner = new ValueScanner(cursor);
  for (let entry = 0; entry < count; entry += 1) {
    if (cursor.head(MAJOR_ARRAY) !== 2) return refuse('NAMING_ENTRY_SHAPE', { entry });
    table.itemStart[entry] = cursor.position;
    const length = cursor.head(MAJOR_TEXT);
    if (length < 0) return refuse('NAMING_ENTRY_SHAPE', { entry });
    const start = cursor.position;
    const end = start + length;
    if (!checkSuffixBytes(bytes, start, end)) return refuse('NAMING_SUFFIX_INVALID', { entry });
    table.suffixStart[entry] = start;
    table.suffixEnd[entry] = end;
    cursor.position = end;
    const refusal = scanner.scan();
    if (refusal !== undefined) return { ...refusal, details: { entry, ...refusal.details } };
    table.valuesEnd[entry] = cursor.position;
    table.restricted[entry] = scanner.restricted;
    table.aliases[entry] = scanner.aliases;
  }
  return table;
}
