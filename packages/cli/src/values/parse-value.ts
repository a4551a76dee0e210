import type { RecordValue } from '@touchmark/ledger';
import { DEFAULT_PERMISSIONS, DEFAULT_TTL_SECONDS, MAX_UINT32 } from './value.ts';

export type UnnumberedValue = Omit<RecordValue, 'index'> & { readonly index?: number };

const SHORT_FORM = /^(?:(\d{1,10}):)?([A-Za-z0-9._-]{1,64})=([\s\S]*)$/;

/** `TYPE=TEXT` or `INDEX:TYPE=TEXT`, as after --value. */
export function parseShortValue(text: string): UnnumberedValue {
  const match = SHORT_FORM.exec(text);
  const [, index, type, data] = match ?? [];
  if (type === undefined || data === undefined) {
    throw new RangeError(
      `must be TYPE=TEXT or INDEX:TYPE=TEXT, such as URL=https://example.com, not "${text}".`,
    );
  }
  if (index !== undefined && (Number(index) < 1 || Number(index) > MAX_UINT32)) {
    throw new RangeError(`an index is a whole number from 1 to ${MAX_UINT32}, not ${index}.`);
  }
  const value = { type, data, ttlSeconds: DEFAULT_TTL_SECONDS, permissions: DEFAULT_PERMISSIONS };
  return index === undefined ? value : { ...value, index: Number(index) };
}
