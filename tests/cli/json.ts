import assert from 'node:assert/strict';
import type { Result } from './harness.ts';

/** JSON of unknown shape, walked by path: each step must be there. */
export function at(value: unknown, ...path: (string | number)[]): unknown {
  let found = value;
  for (const step of path) {
    assert.ok(typeof found === 'object' && found !== null, `${path.join('.')}: nothing at ${step}`);
    assert.ok(
      step in found,
      `${path.join('.')}: no ${step} in ${JSON.stringify(found).slice(0, 300)}`,
    );
    found = Object.entries(found).find(([name]) => name === String(step))?.[1];
  }
  return found;
}

/** The one JSON document on stdout. */
export function jsonOf(result: Result): unknown {
  try {
    return JSON.parse(result.stdout);
  } catch {
    throw new Error(
      `not one JSON document (exit ${result.code}):\n${result.stdout}\n${result.stderr}`,
    );
  }
}

/** The code that an error on stderr has, in either form. */
export function errorCode(result: Result): string | undefined {
  return /^(?:code: (\S+)| {4}"code": "(\S+)",)$/m.exec(result.stderr)?.slice(1).find(Boolean);
}

export function assertCode(result: Result, code: number, errorWanted?: string): void {
  assert.equal(result.code, code, `exit ${result.code}\n${result.stdout}\n${result.stderr}`);
  if (errorWanted !== undefined) assert.equal(errorCode(result), errorWanted, result.stderr);
}
