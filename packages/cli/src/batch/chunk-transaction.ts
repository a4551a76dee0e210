import { createHash, createHmac } from 'node:crypto';
import { encodeHex } from '@touchmark/codec';
import { encodeRegister, limits, type RecordValue, type RegisterEntry } from '@touchmark/ledger';
import {
  createTransaction,
  type Key,
  type RegistrationChunk,
  type UnsignedTransaction,
} from '@touchmark/sdk';
import { isRestricted } from '../values/restricted.ts';
import type { Journal } from './journal.ts';

function plainData(data: string | Uint8Array): string {
  return typeof data === 'string' ? `t${data}` : `b${encodeHex(data)}`;
}

/** Names a chunk by what it registers. */
export function chunkHash({ prefix, entries }: RegistrationChunk): string {
  const hash = createHash('sha256').update(`${prefix}\n`);
  for (const { suffix, values } of entries) {
    const shown = values.map(({ index, type, data, ttlSeconds, permissions }) => [
      index,
      type,
      plainData(data),
      ttlSeconds,
      permissions,
    ]);
    hash.update(`${JSON.stringify([suffix, shown])}\n`);
  }
  return hash.digest('hex');
}

/**
 * Salt that looks random to everybody without the journal, and is the same when the transaction is
 * made again.
 */
function saltedValue(value: RecordValue, seed: Uint8Array, identifier: string): RecordValue {
  if (!isRestricted(value)) return value;
  const salt = createHmac('sha256', seed).update(`${identifier}\n${value.index}`).digest();
  const secret = Buffer.from(value.data);
  const data = new Uint8Array(
    Buffer.concat([salt.subarray(0, limits.RESTRICTED_SALT_BYTES), secret]),
  );
  return { ...value, data };
}

function saltedEntries({ prefix, entries }: RegistrationChunk, seed: Uint8Array): RegisterEntry[] {
  return entries.map(({ suffix, values }) => ({
    suffix,
    values: values.map((value) => saltedValue(value, seed, `${prefix}/${suffix}`)),
  }));
}

/** The transaction of a chunk: the same one for the same journal, key, nonce and expiry. */
export function chunkTransaction(
  chunk: RegistrationChunk,
  journal: Journal,
  key: Key,
  terms: { readonly chainId: string; readonly nonce: Uint8Array; readonly expiresAtMs: number },
): UnsignedTransaction {
  const entries = saltedEntries(chunk, journal.seed);
  const action = encodeRegister({ prefix: chunk.prefix, entries });
  return createTransaction({ ...terms, actions: [action], signers: [key] });
}
