import type { Parse } from '../command/parameter.ts';

/** Another node: `ID@HOST:PORT`, the id as `touchmark node init` prints it. */
export const peerAddress: Parse<string> = (given) => {
  if (/^[0-9a-f]{40}@[^@,\s]+:\d+$/.test(given)) return given;
  throw new RangeError(`must be ID@HOST:PORT with an id of 40 hexadecimal digits, not "${given}".`);
};
