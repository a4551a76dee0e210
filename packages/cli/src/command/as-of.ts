import type { Moment } from '@touchmark/sdk';
import type { Parse } from './parameter.ts';

const BLOCK = /^\d{1,15}$/;
const DATE = /^\d{4}-\d{2}-\d{2}$/;
const TIME = /^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:\d{2})$/i;

/** A block's number, or a time: RFC 3339, or a date (its first moment, in UTC). */
export const asOf: Parse<Moment> = (given) => {
  if (BLOCK.test(given)) return { atBlock: Number(given) };
  const timeMs =
    DATE.test(given) || TIME.test(given) ? Date.parse(given.replace(' ', 'T')) : Number.NaN;
  if (!Number.isNaN(timeMs)) return { atTimeMs: timeMs };
  throw new RangeError(
    `must be a block such as 120, a time such as 2026-09-28T08:30:00Z, or a date such as 2026-09-28, not "${given}".`,
  );
};
