import { CborWriter, encodeUtf8 } from '@touchmark/codec';
import { sha256 } from '@touchmark/crypto';
import { decodeVersioned, encodeVersioned } from '@touchmark/state/proof';
import { recordKey } from '../record/record-keys.ts';
import type { TestBlock, TestChain } from './test-chain.ts';

/** A value as it is written, before restricted data become a digest. */
export interface TestValue {
  index: number;
  type: string;
  data: string | Uint8Array;
  ttl?: number;
  permissions?: number;
}

/** One change of one record. */
export interface TestChange {
  identifier: string;
  values: readonly TestValue[];
  /** Given: retires the record. */
  reason?: string;
}

const PUBLIC_READ = 2;
const DEFAULT_PERMISSIONS = 14;

function encodeBody(change: TestChange, transactionId: Uint8Array): Uint8Array {
  const writer = new CborWriter();
  writer
    .array(5)
    .uint(change.reason === undefined ? 0 : 1)
    .text('acme')
    .bytes(transactionId);
  writer.array(change.values.length);
  for (const {
    index,
    type,
    data,
    ttl = 3600,
    permissions = DEFAULT_PERMISSIONS,
  } of change.values) {
    writer.array(5).uint(index).text(type);
    if (typeof data === 'string') writer.text(data);
    else writer.bytes((permissions & PUBLIC_READ) === 0 ? sha256(data) : data);
    writer.uint(ttl).uint(permissions);
  }
  if (change.reason === undefined) writer.null();
  else writer.text(change.reason);
  return writer.finish();
}

/**
 * The block in which all of these changes happen; one version each, as the naming module writes
 * them.
 */
export function blockOf(chain: TestChain, changes: readonly TestChange[]): TestBlock {
  const { height, timeMs } = chain.next();
  const writes: { key: Uint8Array; value: Uint8Array }[] = [];
  const archived: { key: Uint8Array; value: Uint8Array }[] = [];
  for (const change of changes) {
    const key = recordKey(change.identifier);
    const current = chain.read((state) => state.get(key)?.slice());
    const before = current === undefined ? undefined : decodeVersioned(current);
    if (current !== undefined && before !== undefined) {
      const archiveKey = new Uint8Array(key.length + 4);
      archiveKey.set(key);
      new DataView(archiveKey.buffer).setUint32(key.length, before.version);
      archived.push({ key: archiveKey, value: current });
    }
    const transactionId = sha256(encodeUtf8(`${change.identifier} ${height}`));
    const value = encodeVersioned({
      version: (before?.version ?? 0) + 1,
      height,
      timeMs,
      previous: current === undefined ? null : sha256(current),
      body: encodeBody(change, transactionId),
    });
    writes.push({ key, value });
  }
  writes.sort((a, b) => Buffer.compare(a.key, b.key));
  return { writes, archived };
}

/** Serial numbers under a prefix, each with one URL. */
export function serials(prefix: string, count: number): TestChange[] {
  return Array.from({ length: count }, (_, index) => {
    const serial = String(index + 1).padStart(5, '0');
    const url = `https://items.example/${serial}`;
    return { identifier: `${prefix}/${serial}`, values: [{ index: 1, type: 'URL', data: url }] };
  });
}
