import { accessSync, constants, statSync } from 'node:fs';
import type { Parse } from '../command/parameter.ts';

/** A program of this machine. */
export const programFile: Parse<string> = (given) => {
  try {
    accessSync(given, constants.X_OK);
    if (statSync(given).isFile()) return given;
  } catch {
    // Said below.
  }
  throw new RangeError(`"${given}" is no program that can be started.`);
};
