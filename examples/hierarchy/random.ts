import { createHash } from 'node:crypto';

/**
 * A repeatable choice: the same name gives the same number, so that the example is the same on
 * every machine.
 */
export function pick(name: string, below: number): number {
  return (
    createHash('sha256').update(`touchmark example: ${name}`).digest().readUIntBE(0, 6) % below
  );
}
