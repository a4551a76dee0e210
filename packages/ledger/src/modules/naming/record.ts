import { CborReader, readValue } from '@touchmark/codec';
import { StateFormatError } from '../../kernel/state-format-error.ts';
import { writeCbor } from '../../kernel/write-cbor.ts';

export type RecordStatus = 'active' | 'retired';

/** A record as it is kept. */
export interface RecordBody {
  readonly status: RecordStatus;
  readonly holder: string;
  /** The transaction that made this version. */
  readonly transactionId: Uint8Array;
  /** CBOR array of values; of a restricted one, the data are their SHA-256. */
  readonly values: Uint8Array;
  /** Why it is retired, or why a decision gave it to its holder. */
  readonly reason: string | null;
}

/** `[status, holder, transaction id, values, reason]`: the body of the entry's envelope. */
export function encodeRecordBody(record: RecordBody): Uint8Array {
  return writeCbor((writer) => {
    writer.array(5).uint(record.status === 'active' ? 0 : 1);
    writer.text(record.holder).bytes(record.transactionId).raw(record.values);
    if (record.reason === null) writer.null();
    else writer.text(record.reason);
  });
}

/** `values` and `transactionId` are views of the body. */
export function decodeRecordBody(body: Uint8Array): RecordBody {
  const reader = new CborReader(body);
  if (reader.array() !== 5) throw new StateFormatError('a record');
  const status = reader.uint() === 0 ? 'active' : 'retired';
  const holder = reader.text();
  const transactionId = readValue(reader);
  const values = reader.raw();
  const reason = reader.peek() === 'null' ? reader.null() : reader.text();
  reader.end();
  if (!(transactionId instanceof Uint8Array)) throw new StateFormatError('a record');
  return { status, holder, transactionId, values, reason };
}
