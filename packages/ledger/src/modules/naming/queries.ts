import { decodeVersioned } from '@touchmark/state/proof';
import type { VersionedValue } from '@touchmark/state/proof';
import type { StateView } from '@touchmark/state';
import { prefixKey, recordKey } from './keys.ts';
import { decodePrefix } from './prefix.ts';
import type { Prefix } from './prefix.ts';
import { decodeRecordBody } from './record.ts';
import type { RecordBody } from './record.ts';

/** A record as it is kept: its envelope's bytes, the envelope, and what it says. */
export interface KeptRecord {
  readonly bytes: Uint8Array;
  readonly envelope: VersionedValue;
  readonly body: RecordBody;
}

export interface KeptPrefix {
  readonly bytes: Uint8Array;
  readonly envelope: VersionedValue;
  readonly body: Prefix;
}

/**
 * The record of a canonical identifier, retired ones included; undefined if it was never
 * registered.
 */
export function resolveRecord(state: StateView, identifier: string): KeptRecord | undefined {
  const bytes = state.get(recordKey(identifier));
  if (bytes === undefined) return undefined;
  const envelope = decodeVersioned(bytes);
  return { bytes, envelope, body: decodeRecordBody(envelope.body) };
}

/** Who holds a prefix; undefined if it is not delegated. */
export function readPrefix(state: StateView, prefix: string): KeptPrefix | undefined {
  const bytes = state.get(prefixKey(prefix));
  if (bytes === undefined) return undefined;
  const envelope = decodeVersioned(bytes);
  return { bytes, envelope, body: decodePrefix(envelope.body) };
}
