import { CborReader, readValue } from '@touchmark/codec';
import { decodeVersioned } from '@touchmark/state/proof';
import { StateFormatError } from '../../kernel/state-format-error.ts';
import { decodeAdministration } from './administration.ts';
import type { Administration } from './administration.ts';
import { decodePrefix } from './prefix.ts';
import { PUBLIC_READ } from './record-value.ts';
import { decodeRecordBody } from './record.ts';
import type { RecordStatus } from './record.ts';
import { decodeRequest } from './signature-request.ts';
import type { SignatureRequest } from './signature-request.ts';

/** Data of a value as the public sees them; of a restricted value, the SHA-256 of its data. */
export type ShownData =
  | { readonly format: 'text'; readonly value: string }
  | { readonly format: 'bytes'; readonly value: Uint8Array }
  | { readonly format: 'digest'; readonly value: Uint8Array };

export interface ShownValue {
  readonly index: number;
  readonly type: string;
  readonly data: ShownData;
  readonly ttlSeconds: number;
  /** 0 to 15, bits as in Handle. */
  readonly permissions: number;
}

/** The place in the chain of an entry's version. */
export interface ShownVersion {
  readonly version: number;
  readonly height: number;
  readonly timeMs: number;
  /** SHA-256 of the envelope before; null for the first version. */
  readonly previous: Uint8Array | null;
}

export interface ShownRecord extends ShownVersion {
  readonly status: RecordStatus;
  readonly holder: string;
  readonly transactionId: Uint8Array;
  readonly values: readonly ShownValue[];
  /** Why it is retired, or why a decision gave it to its holder. */
  readonly reason: string | null;
}

export interface ShownPrefix extends ShownVersion {
  readonly holder: string;
  readonly transactionId: Uint8Array;
}

/** A record's envelope, as it comes from the state or out of a proof, as an object. */
export function describeRecord(envelopeBytes: Uint8Array): ShownRecord {
  const { body, ...place } = decodeVersioned(envelopeBytes);
  const record = decodeRecordBody(body);
  return { ...place, ...record, values: showValues(record.values) };
}

/** A prefix's envelope as an object. */
export function describePrefix(envelopeBytes: Uint8Array): ShownPrefix {
  const { body, ...place } = decodeVersioned(envelopeBytes);
  return { ...place, ...decodePrefix(body) };
}

/** The envelope of an administration as an object. */
export function describeAdministration(envelopeBytes: Uint8Array): Administration {
  return decodeAdministration(decodeVersioned(envelopeBytes).body);
}

/** The envelope of a request for signatures as an object. */
export function describeRequest(envelopeBytes: Uint8Array): SignatureRequest {
  return decodeRequest(decodeVersioned(envelopeBytes).body);
}

function showValues(bytes: Uint8Array): ShownValue[] {
  const reader = new CborReader(bytes);
  const shown: ShownValue[] = [];
  for (let left = reader.array(); left > 0; left -= 1) {
    reader.array();
    const index = reader.uint();
    const type = reader.text();
    const data = readValue(reader);
    const ttlSeconds = reader.uint();
    const permissions = reader.uint();
    shown.push({ index, type, data: showData(data, permissions), ttlSeconds, permissions });
  }
  reader.end();
  return shown;
}

function showData(data: unknown, permissions: number): ShownData {
  if (typeof data === 'string') return { format: 'text', value: data };
  if (!(data instanceof Uint8Array)) throw new StateFormatError("a value's data");
  const format = (permissions & PUBLIC_READ) === 0 ? 'digest' : 'bytes';
  return { format, value: data };
}
