import type { ActionContext } from '../../kernel/action-context.ts';
import { FirstVersions } from '../../kernel/first-versions.ts';
import { asciiBytes } from '../../kernel/key.ts';
import { writeCbor } from '../../kernel/write-cbor.ts';
import { ByteCursor } from './byte-cursor.ts';
import type { EntryTable } from './entry-table.ts';
import { NAME_KEYS } from './keys.ts';
import { encodeRecordBody } from './record.ts';
import { putRestricted, storedValue, storedValues } from './stored-values.ts';
import { ValueScanner } from './value-scanner.ts';
import type { ValueSlice } from './value-scanner.ts';

const CBOR_NULL = 0xf6;

/**
 * Builds the keys and envelopes of a batch. What all its records share is encoded once; the bytes
 * of all of them lie in one buffer, values are copied from the transaction as they are.
 */
export class RecordBatch {
  /** Keys in ascending order. */
  readonly keys: Uint8Array[] = [];
  private readonly context: ActionContext;
  private readonly table: EntryTable;
  private readonly order: Uint32Array;
  private readonly holder: string;
  private readonly firstVersions: FirstVersions;
  /** The body up to its values: `[0, holder, transaction id,`. */
  private readonly bodyHead: Uint8Array;

  constructor(
    context: ActionContext,
    under: { readonly prefix: string; readonly holder: string },
    table: EntryTable,
    order: Uint32Array,
  ) {
    this.context = context;
    this.holder = under.holder;
    this.table = table;
    this.order = order;
    this.firstVersions = new FirstVersions(context.block);
    this.bodyHead = writeCbor((writer) =>
      writer.array(5).uint(0).text(under.holder).bytes(context.transactionId),
    );
    this.buildKeys(under.prefix);
  }

  /** Writes all records; their keys must be free. */
  write(): void {
    const { table, order, keys, context } = this;
    const { suffixEnd, valuesEnd } = table;
    const perRecord = this.firstVersions.overhead + this.bodyHead.length + 1;
    let size = 0;
    for (let entry = 0; entry < table.count; entry += 1) {
      size += perRecord + valuesEnd[entry]! - suffixEnd[entry]!;
    }
    const buffer = new Uint8Array(size);
    let at = 0;
    for (let place = 0; place < order.length; place += 1) {
      const entry = order[place]!;
      const key = keys[place]!;
      if (table.restricted[entry]! > 0) {
        this.writeRestricted(key, entry);
        continue;
      }
      const end = this.writePlain(buffer, at, entry);
      context.put(key, buffer.subarray(at, end));
      at = end;
    }
  }

  private buildKeys(prefix: string): void {
    const { table, order } = this;
    const { bytes, suffixStart, suffixEnd } = table;
    const head = Uint8Array.of(NAME_KEYS, ...asciiBytes(`${prefix}/`));
    let size = 0;
    for (let entry = 0; entry < table.count; entry += 1) {
      size += head.length + suffixEnd[entry]! - suffixStart[entry]!;
    }
    const buffer = new Uint8Array(size);
    let at = 0;
    for (let place = 0; place < order.length; place += 1) {
      const entry = order[place]!;
      const start = at;
      for (let index = 0; index < head.length; index += 1) {
        buffer[at + index] = head[index]!;
      }
      at += head.length;
      const end = suffixEnd[entry]!;
      for (let from = suffixStart[entry]!; from < end; from += 1) {
        buffer[at] = bytes[from]!;
        at += 1;
      }
      this.keys.push(buffer.subarray(start, at));
    }
  }

  private writePlain(buffer: Uint8Array, start: number, entry: number): number {
    const { bodyHead, table } = this;
    const valuesStart = table.suffixEnd[entry]!;
    const valuesEnd = table.valuesEnd[entry]!;
    const bodyLength = bodyHead.length + valuesEnd - valuesStart + 1;
    let at = this.firstVersions.writeHead(buffer, start, bodyLength);
    for (let index = 0; index < bodyHead.length; index += 1) {
      buffer[at + index] = bodyHead[index]!;
    }
    at += bodyHead.length;
    for (let from = valuesStart; from < valuesEnd; from += 1) {
      buffer[at] = table.bytes[from]!;
      at += 1;
    }
    buffer[at] = CBOR_NULL;
    return at + 1;
  }

  private writeRestricted(key: Uint8Array, entry: number): void {
    const { context, table } = this;
    const slices: ValueSlice[] = [];
    new ValueScanner(new ByteCursor(table.bytes, table.suffixEnd[entry]!)).scan(slices);
    const identifier = key.subarray(1);
    for (const slice of slices) putRestricted(context, identifier, table.bytes, slice);
    const values = storedValues(slices.map((slice) => storedValue(table.bytes, slice)));
    const { transactionId } = context;
    const body = encodeRecordBody({
      status: 'active',
      holder: this.holder,
      transactionId,
      values,
      reason: null,
    });
    context.putVersion(key, undefined, body);
  }
}
