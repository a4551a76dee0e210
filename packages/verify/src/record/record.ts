import { CborReader } from '@touchmark/codec';
import { orRefuse, VerifyError } from '../verify-error.ts';

/** Bits of a value's permissions, as the Handle system has them. */
export const PERMISSION = {
  administratorRead: 8,
  administratorWrite: 4,
  publicRead: 2,
  publicWrite: 1,
} as const;

/**
 * What a value holds. A restricted value shows SHA-256(salt || secret) in the place of its data.
 */
export type ValueData =
  | { kind: 'text'; text: string }
  | { kind: 'bytes'; bytes: Uint8Array }
  | { kind: 'digest'; digest: Uint8Array };

/** One typed value of a record. */
export interface RecordValue {
  index: number;
  type: string;
  data: ValueData;
  /** Seconds for which a resolver may keep the value. */
  ttlSeconds: number;
  /** Sum of PERMISSION bits. */
  permissions: number;
}

/** What a record's envelope holds, without what the envelope itself says. */
export interface RecordBody {
  status: 'active' | 'retired';
  /** Id of the organization that holds the record. */
  holder: string;
  /** Id of the transaction that wrote this version (32 bytes). */
  transactionId: Uint8Array;
  values: RecordValue[];
  /** Why it was retired; null for active records. */
  reason: string | null;
}

const DIGEST_LENGTH = 32;

function readRecordValue(reader: CborReader): RecordValue {
  reader.arrayOf(5);
  const index = reader.uint();
  const type = reader.text();
  const shown = reader.peek() === 'text' ? reader.text() : reader.bytes();
  const ttlSeconds = reader.uint();
  const permissions = reader.uint();
  if (permissions > 15) throw new VerifyError('VERIFY_RECORD_MALFORMED', 'permissions above 15');
  return { index, type, data: valueData(shown, permissions), ttlSeconds, permissions };
}

function valueData(shown: string | Uint8Array, permissions: number): ValueData {
  const isPublic = (permissions & PERMISSION.publicRead) !== 0;
  if (isPublic) {
    return typeof shown === 'string'
      ? { kind: 'text', text: shown }
      : { kind: 'bytes', bytes: shown };
  }
  if (typeof shown === 'string' || shown.length !== DIGEST_LENGTH) {
    throw new VerifyError('VERIFY_RECORD_MALFORMED', 'a restricted value without a digest');
  }
  return { kind: 'digest', digest: shown };
}

function readValues(reader: CborReader): RecordValue[] {
  const values: RecordValue[] = [];
  let previous = 0;
  for (let left = reader.array(); left > 0; left -= 1) {
    const value = readRecordValue(reader);
    if (value.index <= previous) {
      throw new VerifyError('VERIFY_RECORD_MALFORMED', 'values out of order');
    }
    previous = value.index;
    values.push(value);
  }
  return values;
}

function readBody(bytes: Uint8Array): RecordBody {
  const reader = new CborReader(bytes);
  reader.arrayOf(5);
  const code = reader.uint();
  if (code > 1) throw new VerifyError('VERIFY_RECORD_MALFORMED', `unknown status ${code}`);
  const status = code === 0 ? 'active' : 'retired';
  const holder = reader.text();
  const transactionId = reader.bytesOf(32);
  const values = readValues(reader);
  const reason = reader.peek() === 'null' ? reader.null() : reader.text();
  reader.end();
  return { status, holder, transactionId, values, reason };
}

/**
 * Reads the body of a record's envelope (spec/ledger.md). Throws VerifyError
 * VERIFY_RECORD_MALFORMED.
 */
export function decodeRecordBody(bytes: Uint8Array): RecordBody {
  return orRefuse('VERIFY_RECORD_MALFORMED', 'The record cannot be read', () => readBody(bytes));
}
