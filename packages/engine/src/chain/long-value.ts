import type { StateView, TableUpdate } from '@touchmark/state';
import { MAX_VALUE_BYTES } from './tables.ts';

/** Stores a value of any length under `name/0`, `name/1`, … so that no row is long. */
export function putLongValue(table: TableUpdate, name: string, value: Uint8Array): void {
  let part = 0;
  for (let at = 0; at === 0 || at < value.length; at += MAX_VALUE_BYTES) {
    table.put(partKey(name, part), value.slice(at, at + MAX_VALUE_BYTES));
    part += 1;
  }
}

export function getLongValue(table: StateView, name: string): Uint8Array | undefined {
  const parts: Uint8Array[] = [];
  for (;;) {
    const part = table.get(partKey(name, parts.length));
    if (part === undefined) break;
    parts.push(part);
    // A full row is followed by another unless the value ends exactly there.
    if (part.length < MAX_VALUE_BYTES) break;
  }
  return parts.length === 0 ? undefined : new Uint8Array(Buffer.concat(parts));
}

function partKey(name: string, part: number): Uint8Array {
  return new TextEncoder().encode(`${name}/${part}`);
}
