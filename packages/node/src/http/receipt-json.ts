import type { ReceiptRecord } from '@touchmark/engine';
import { decodeReceipt, describeRefusal } from '@touchmark/ledger';
import type { Static } from 'typebox';
import type { Language } from '../problems/language.ts';
import type { ReceiptSchema } from './schemas/transaction.ts';

const DONE: Readonly<Record<Language, string>> = { en: 'Done.', zh: '已完成。' };

type Details = Readonly<Record<string, string | number | Uint8Array>>;

/** Details with byte strings in hexadecimal. */
export function detailsJson(details: Details): Record<string, string | number> {
  return Object.fromEntries(
    Object.entries(details).map(([name, value]) => [
      name,
      value instanceof Uint8Array ? Buffer.from(value).toString('hex') : value,
    ]),
  );
}

export function receiptJson(
  record: ReceiptRecord,
  language: Language,
): Static<typeof ReceiptSchema> {
  const done = record.code === 0;
  // A receipt of something done says nothing more.
  const { code, details } = done ? { code: 'OK', details: {} } : decodeReceipt(record.data);
  return {
    transaction: Buffer.from(record.id).toString('hex'),
    status: done ? 'done' : 'refused',
    code,
    message: done ? DONE[language] : describeRefusal(code, details, language),
    details: detailsJson(details),
    block: record.height,
    index: record.index,
    time: new Date(record.timeMs).toISOString(),
  };
}
