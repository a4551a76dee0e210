import { CborReader, readValue } from '@touchmark/codec';
import { StateFormatError } from '../../kernel/state-format-error.ts';
import { writeCbor } from '../../kernel/write-cbor.ts';

export interface Prefix {
  readonly holder: string;
  /** The transaction that delegated it. */
  readonly transactionId: Uint8Array;
}

/** `[holder, transaction id]`: the body of the entry's envelope. */
export function encodePrefix(prefix: Prefix): Uint8Array {
  return writeCbor((writer) => writer.array(2).text(prefix.holder).bytes(prefix.transactionId));
}

export function decodePrefix(body: Uint8Array): Prefix {
  const reader = new CborReader(body);
  if (reader.array() !== 2) throw new StateFormatError('a prefix');
  const holder = reader.text();
  const transactionId = readValue(reader);
  reader.end();
  if (!(transactionId instanceof Uint8Array)) throw new StateFormatError('a prefix');
  return { holder, transactionId };
}

/** The prefix above; undefined for a prefix of one label. */
export function parentOf(prefix: string): string | undefined {
  const dot = prefix.lastIndexOf('.');
  return dot < 0 ? undefined : prefix.slice(0, dot);
}

/** Number of labels. */
export function depthOf(prefix: string): number {
  return prefix.split('.').length;
}
