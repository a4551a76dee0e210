/** Reading and writing spec/vectors; the format is described in spec/vectors/README.md. */
import { readFileSync } from 'node:fs';

export const VECTORS_FOLDER = new URL('../../../../spec/vectors/', import.meta.url);

export interface VectorFile<Case extends object> {
  kind: string;
  description: string;
  cases: readonly Case[];
}

/** Bytes as `[hex, times]` parts, each repeated and all joined: long inputs stay readable. */
export type RepeatedHex = readonly (readonly [hex: string, times: number])[];

export const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');
export const unhex = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, 'hex'));
export const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);

/** The input of a case, given in full or in parts. */
export function bytesOf(given: string | RepeatedHex): Uint8Array {
  if (typeof given === 'string') return unhex(given);
  return unhex(given.map(([part, times]) => part.repeat(times)).join(''));
}

/** @param name folder and file without `.json`, as in `cbor/valid`. */
export function readVectors<Case extends object>(name: string): VectorFile<Case> {
  const text = readFileSync(new URL(`${name}.json`, VECTORS_FOLDER), 'utf8');
  const file: VectorFile<Case> = JSON.parse(text);
  return file;
}

/** One case a line, so that a change of one case is a change of one line. */
export function formatVectors(file: VectorFile<object>): string {
  const { cases, ...head } = file;
  const fields = Object.entries(head).map(
    ([key, value]) => `  "${key}": ${JSON.stringify(value)},`,
  );
  const lines = cases.map((each) => `    ${JSON.stringify(each)}`);
  const text = `{\n${fields.join('\n')}\n  "cases": [\n${lines.join(',\n')}\n  ]\n}\n`;
  // Invisible characters and look-alikes are what many cases are about: write them so that they can
  // be seen.
  return text.replaceAll(/[^ -~\n]/g, (unit) => {
    return `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;
  });
}
