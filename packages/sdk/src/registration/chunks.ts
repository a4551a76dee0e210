import { canonicalizeIdentifier, encodeUtf8, parseIdentifier } from '@touchmark/codec';
import { limits, type RecordValue, type RegisterEntry } from '@touchmark/ledger';

/** Bytes of entries in one transaction: room is left for signatures and what stands around them. */
const MAX_CHUNK_BYTES = 900_000;
/** CBOR heads and numbers of an entry and of a value, at most. */
const ENTRY_OVERHEAD_BYTES = 16;
const VALUE_OVERHEAD_BYTES = 40;

/** One identifier to register. */
export interface Registration {
  identifier: string;
  values: readonly RecordValue[];
}

/** What one transaction registers: identifiers of one prefix. */
export interface RegistrationChunk {
  prefix: string;
  entries: RegisterEntry[];
}

function sizeOf({ suffix, values }: RegisterEntry): number {
  let size = ENTRY_OVERHEAD_BYTES + suffix.length;
  for (const { type, data } of values) {
    const length = typeof data === 'string' ? encodeUtf8(data).length : data.length;
    size += VALUE_OVERHEAD_BYTES + type.length + length;
  }
  return size;
}

/**
 * Cuts registrations into transactions, in their order: a new one at each change of prefix, and
 * when one is full by count or by bytes. Reads on only as fast as it is read.
 */
export async function* chunksOf(
  registrations: Iterable<Registration> | AsyncIterable<Registration>,
  entriesPerTransaction: number,
): AsyncGenerator<RegistrationChunk, void, undefined> {
  const most = Math.min(entriesPerTransaction, limits.REGISTER_ENTRIES);
  let chunk: RegistrationChunk | undefined;
  let bytes = 0;
  for await (const { identifier, values } of registrations) {
    const { prefix, suffix } = parseIdentifier(canonicalizeIdentifier(identifier));
    const entry = { suffix, values };
    const size = sizeOf(entry);
    const fits =
      chunk?.prefix === prefix && chunk.entries.length < most && bytes + size <= MAX_CHUNK_BYTES;
    if (!fits) {
      if (chunk !== undefined) yield chunk;
      chunk = { prefix, entries: [] };
      bytes = 0;
    }
    chunk?.entries.push(entry);
    bytes += size;
  }
  if (chunk !== undefined) yield chunk;
}
