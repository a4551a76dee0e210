import type { AsOf } from '@touchmark/engine';
import { ProblemError } from '../problems/problem.ts';

const BLOCK = /^\d{1,15}$/;
const DATE = /^\d{4}-\d\d-\d\d$/;
const TIME = /^\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d(\.\d{1,9})?([Zz]|[+-]\d\d:\d\d)$/;

/**
 * Reads `at`: a block's height, a date (its start, UTC) or a time as RFC 3339 has it. Throws ProblemError
 * PARAMETER_INVALID.
 */
export function parseAsOf(value: string): AsOf {
  let text = '';
  try {
    text = decodeURIComponent(value);
  } catch {
    // Stays empty and is refused below.
  }
  if (BLOCK.test(text)) return { height: Number(text) };
  const timeMs = DATE.test(text) || TIME.test(text) ? Date.parse(text) : Number.NaN;
  if (timeMs >= 0) return { timeMs };
  throw new ProblemError('PARAMETER_INVALID', {
    details: {
      en: 'at must be the height of a block, a date, or a time such as 2026-01-31T09:30:00Z.',
      zh: 'at 须为区块高度、日期，或形如 2026-01-31T09:30:00Z 的时间。',
    },
  });
}
