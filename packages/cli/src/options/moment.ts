import type { Parse } from '../command/parameter.ts';
import { asOf } from '../command/as-of.ts';

/** A time as people write it. @returns milliseconds since 1970. */
export const moment: Parse<number> = (given) => {
  const { atTimeMs } = asOf(given);
  if (atTimeMs !== undefined) return atTimeMs;
  throw new RangeError(`must be a time such as 2026-09-28T08:30:00Z, not "${given}".`);
};
