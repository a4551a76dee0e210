import type { Parse } from '../command/parameter.ts';

/** 64 hexadecimal digits, in lower case. */
export const transactionId: Parse<string> = (given) => {
  const id = given.toLowerCase();
  if (/^[0-9a-f]{64}$/.test(id)) return id;
  throw new RangeError(`must be a transaction id of 64 hexadecimal digits, not "${given}".`);
};
