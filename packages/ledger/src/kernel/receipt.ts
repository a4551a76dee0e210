import { CborReader, encode, readValue } from '@touchmark/codec';
import { sha256 } from '@touchmark/crypto';
import type { LedgerEvent } from './outcome.ts';
import type { Details, Refusal } from './refusal.ts';
import { writeCbor } from './write-cbor.ts';

const RECEIPT_FORMAT = 1;
const NO_DETAILS: Uint8Array = encode({});

export interface Receipt {
  readonly transactionId: Uint8Array;
  /** `OK`, or a code of the registry. */
  readonly code: string;
  readonly details: Details;
  /** SHA-256 over the events, see `hashEvents`. */
  readonly eventsHash: Uint8Array;
}

/** SHA-256 of the CBOR array of [type, params]. */
export function hashEvents(events: readonly LedgerEvent[]): Uint8Array {
  const bytes = writeCbor((writer) => {
    writer.array(events.length);
    for (const { type, params } of events) writer.array(2).text(type).raw(params);
  });
  return sha256(bytes);
}

/**
 * `[1, transaction id, code, details, events hash]`: the data whose hash the next header carries.
 */
export function encodeReceipt(
  transactionId: Uint8Array,
  refusal: Refusal | undefined,
  events: readonly LedgerEvent[],
): Uint8Array {
  const eventsHash = hashEvents(events);
  const details = refusal === undefined ? NO_DETAILS : encode(refusal.details);
  return writeCbor((writer) => {
    writer.array(5).uint(RECEIPT_FORMAT).bytes(transactionId);
    writer
      .text(refusal?.code ?? 'OK')
      .raw(details)
      .bytes(eventsHash);
  });
}

/** Reads a receipt; throws CborError or RangeError on anything else. */
export function decodeReceipt(data: Uint8Array): Receipt {
  const reader = new CborReader(data);
  const count = reader.array();
  const format = reader.uint();
  if (count !== 5 || format !== RECEIPT_FORMAT) {
    throw new RangeError('not a receipt of format 1; read it with a newer version');
  }
  const transactionId = readValue(reader);
  const code = reader.text();
  const details = readDetails(readValue(reader));
  const eventsHash = readValue(reader);
  reader.end();
  if (!(transactionId instanceof Uint8Array) || !(eventsHash instanceof Uint8Array)) {
    throw new RangeError('a receipt holds byte strings for the transaction id and the events hash');
  }
  return { transactionId, code, details, eventsHash };
}

export function readDetails(value: unknown): Details {
  if (!(value instanceof Map)) throw new RangeError("a receipt's details are a map");
  const details: Record<string, string | number | Uint8Array> = {};
  for (const [name, detail] of value) {
    const known =
      typeof detail === 'string' || typeof detail === 'number' || detail instanceof Uint8Array;
    if (typeof name !== 'string' || !known) throw new RangeError('unknown kind of detail');
    details[name] = detail;
  }
  return details;
}
