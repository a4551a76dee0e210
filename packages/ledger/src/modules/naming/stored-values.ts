import { sha256 } from '@touchmark/crypto';
import type { StateWriter } from '../../kernel/state-writer.ts';
import { writeCbor } from '../../kernel/write-cbor.ts';
import { ByteCursor } from './byte-cursor.ts';
import { restrictedKey } from './keys.ts';
import { PUBLIC_READ } from './record-value.ts';
import type { StoredValue } from './value-changes.ts';
import { ValueScanner } from './value-scanner.ts';
import type { ValueSlice } from './value-scanner.ts';

export function isRestricted(value: ValueSlice): boolean {
  return (value.permissions & PUBLIC_READ) === 0;
}

/** One value as the record keeps it: of a restricted one, SHA-256(data) in place of the data. */
export function storedValue(bytes: Uint8Array, value: ValueSlice): Uint8Array {
  if (!isRestricted(value)) return bytes.subarray(value.start, value.end);
  const digest = sha256(bytes.subarray(value.contentStart, value.dataEnd));
  return writeCbor((writer) => {
    writer.raw(bytes.subarray(value.start, value.dataStart)).bytes(digest);
    writer.raw(bytes.subarray(value.dataEnd, value.end));
  });
}

export function storedValues(items: readonly Uint8Array[]): Uint8Array {
  return writeCbor((writer) => {
    writer.array(items.length);
    for (const item of items) writer.raw(item);
  });
}

/** The values in a CBOR array of them, as a record keeps it. */
export function keptValues(source: Uint8Array): StoredValue[] {
  const slices: ValueSlice[] = [];
  new ValueScanner(new ByteCursor(source, 0)).scan(slices);
  return slices.map((slice) => ({
    slice,
    source,
    item: source.subarray(slice.start, slice.end),
    keepsSecret: true,
  }));
}

/** Keeps what a value really holds beside the record, if it is a restricted one. */
export function putRestricted(
  state: StateWriter,
  identifier: Uint8Array,
  bytes: Uint8Array,
  value: ValueSlice,
): void {
  if (!isRestricted(value)) return;
  const data = bytes.subarray(value.contentStart, value.dataEnd);
  state.put(restrictedKey(identifier, value.index), data);
}
