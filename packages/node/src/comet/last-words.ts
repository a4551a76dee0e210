import { closeSync, fstatSync, openSync, readSync } from 'node:fs';

const TAIL_BYTES = 64 * 1024;
const MOST_CHARACTERS = 600;

/** Why CometBFT ended by itself, in its own words: nobody else knows. */
export function lastWords(logFile: string): string | undefined {
  const lines = tailOf(logFile).split('\n').reverse();
  const line = lines.find((each) => /^(?:error|panic)\b/i.test(each));
  return line?.slice(0, MOST_CHARACTERS);
}

function tailOf(logFile: string): string {
  let file: number;
  try {
    file = openSync(logFile, 'r');
  } catch {
    return '';
  }
  try {
    const { size } = fstatSync(file);
    const bytes = Buffer.alloc(Math.min(size, TAIL_BYTES));
    const length = readSync(file, bytes, 0, bytes.length, size - bytes.length);
    return bytes.toString('utf8', 0, length);
  } finally {
    closeSync(file);
  }
}
