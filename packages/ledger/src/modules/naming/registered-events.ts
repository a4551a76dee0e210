import type { ActionContext } from '../../kernel/action-context.ts';
import { writeCbor } from '../../kernel/write-cbor.ts';
import { EVENT_SUFFIX_BYTES } from '../../limits.ts';
import type { EntryTable } from './entry-table.ts';
import { logChanges } from './change-log.ts';
import { registered } from './events.ts';

/** Under which prefix a batch is registered, and for whom. */
export interface BatchPlace {
  readonly prefix: string;
  readonly holder: string;
}

/**
 * Tells a batch in as many events, and notes it in as many lists of changes, as it takes, copying
 * the suffixes from the transaction as they are.
 */
export function emitRegistered(context: ActionContext, at: BatchPlace, table: EntryTable): void {
  const { itemStart, suffixEnd, count } = table;
  let first = 0;
  let bytes = 0;
  for (let entry = 0; entry < count; entry += 1) {
    const size = suffixEnd[entry]! - itemStart[entry]!;
    if (entry > first && bytes + size > EVENT_SUFFIX_BYTES) {
      emitSome(context, at, table, first, entry, bytes);
      first = entry;
      bytes = 0;
    }
    bytes += size;
  }
  emitSome(context, at, table, first, count, bytes);
}

/** The same bytes as emitting `registered` with the suffixes of entries [first, end). */
function emitSome(
  context: ActionContext,
  { prefix, holder }: BatchPlace,
  table: EntryTable,
  first: number,
  end: number,
  bytes: number,
): void {
  const head = writeCbor((writer) => {
    writer.map(3).text('holder').text(holder).text('prefix').text(prefix);
    writer.text('suffixes').array(end - first);
  });
  const params = new Uint8Array(head.length + bytes);
  params.set(head);
  let at = head.length;
  for (let entry = first; entry < end; entry += 1) {
    const stop = table.suffixEnd[entry]!;
    for (let from = table.itemStart[entry]!; from < stop; from += 1) {
      params[at] = table.bytes[from]!;
      at += 1;
    }
  }
  context.emitEncoded(registered, params);
  logChanges(context, prefix, end - first, params.subarray(head.length));
}
