/** Reading and writing spec/vectors/state; the format is described in spec/vectors/README.md. */
import { readFileSync } from 'node:fs';

export const VECTORS_FOLDER: URL = new URL('../../../../spec/vectors/', import.meta.url);

export const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');
export const unhex = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, 'hex'));
export const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);

/** Cases of a file; the test says what their fields mean. */
export function readCases<Case extends object>(name: string): Case[] {
  const text = readFileSync(new URL(`${name}.json`, VECTORS_FOLDER), 'utf8');
  const file: { cases: Case[] } = JSON.parse(text);
  return file.cases;
}

/** One case a line, so that a change of one case is a change of one line. */
export function formatVectors(kind: string, description: string, cases: readonly object[]): string {
  const lines = cases.map((each) => `    ${JSON.stringify(each)}`);
  const head = `  "kind": ${JSON.stringify(kind)},\n  "description": ${JSON.stringify(description)},`;
  return `{\n${head}\n  "cases": [\n${lines.join(',\n')}\n  ]\n}\n`;
}
