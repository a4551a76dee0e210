import { CborReader } from '@touchmark/codec';
import { decodeVersioned } from '@touchmark/state/proof';
import type { StateView } from '@touchmark/state';
import type { StateWriter } from '../../kernel/state-writer.ts';
import { writeCbor } from '../../kernel/write-cbor.ts';
import { documentKey, documentRange } from './keys.ts';
import type { GivenDocument } from './params.ts';

export interface OrganizationDocument extends GivenDocument {
  /** False: it was detached, and its digest is of the past. */
  readonly isAttached: boolean;
  readonly transactionId: Uint8Array;
}

/** `[1 attached | 0 detached, digest, transaction id]`. */
export function putDocument(
  state: StateWriter,
  id: string,
  { name, digest }: GivenDocument,
  transactionId: Uint8Array,
  isAttached = true,
): void {
  const key = documentKey(id, name);
  const body = writeCbor((writer) =>
    writer
      .array(3)
      .uint(isAttached ? 1 : 0)
      .bytes(digest)
      .bytes(transactionId),
  );
  state.putVersion(key, state.get(key), body);
}

/** An organization's documents in the order of their names, detached ones included. */
export function listDocuments(state: StateView, id: string): OrganizationDocument[] {
  const range = documentRange(id);
  const listed: OrganizationDocument[] = [];
  for (const { key, value } of state.range(range)) {
    const reader = new CborReader(decodeVersioned(value).body);
    reader.array();
    const isAttached = reader.uint() === 1;
    const digest = reader.bytes();
    const transactionId = reader.bytes();
    reader.end();
    const name = String.fromCharCode(...key.subarray(range.start.length));
    listed.push({ name, digest, isAttached, transactionId });
  }
  return listed;
}
