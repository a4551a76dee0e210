import type { CborWriter } from '@touchmark/codec';

/** Bits of a value's permissions, as in Handle (RFC 3651 §3.1). */
export const ADMIN_READ = 8;
export const ADMIN_WRITE = 4;
export const PUBLIC_READ = 2;
export const PUBLIC_WRITE = 1;

/** One typed value, as an action gives it. */
export interface RecordValue {
  /** 1 to 2^32 - 1; a record's values are sorted by it, each index once. */
  readonly index: number;
  /** 1 to 64 of A-Z a-z 0-9 . _ - */
  readonly type: string;
  /** Of a restricted value (no public read): 16 random bytes of salt, then the secret. */
  readonly data: string | Uint8Array;
  readonly ttlSeconds: number;
  /** Sum of ADMIN_READ, ADMIN_WRITE, PUBLIC_READ and PUBLIC_WRITE. */
  readonly permissions: number;
}

/** `[index, type, data, ttl seconds, permissions]` */
export function writeValue(writer: CborWriter, value: RecordValue): void {
  writer.array(5).uint(value.index).text(value.type);
  if (typeof value.data === 'string') writer.text(value.data);
  else writer.bytes(value.data);
  writer.uint(value.ttlSeconds).uint(value.permissions);
}

export function writeValues(writer: CborWriter, values: readonly RecordValue[]): void {
  writer.array(values.length);
  for (const value of values) writeValue(writer, value);
}
