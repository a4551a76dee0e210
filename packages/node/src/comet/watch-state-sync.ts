import { closeSync, fstatSync, openSync, readSync, statSync } from 'node:fs';

const INTERVAL_MS = 1_000;
const MOST_BYTES = 4 * 1024 * 1024;
const FAILED = '"State sync failed"';

function lengthOf(file: string): number {
  try {
    return statSync(file).size;
  } catch {
    return 0;
  }
}

/**
 * Tells of each state sync that CometBFT gives up: it says so in its log, and goes on without doing anything more.
 * @returns what ends the watch.
 */
export function watchStateSync(logFile: string, onFailed: (why: string) => void): () => void {
  let at = lengthOf(logFile);
  const timer = setInterval(() => {
    const { text, end } = readFrom(logFile, at);
    at = end;
    const line = text.split('\n').find((other) => other.includes(FAILED));
    if (line !== undefined) onFailed(reasonIn(line));
  }, INTERVAL_MS).unref();
  return () => clearInterval(timer);
}

/** Whole lines from a place on; of a log that grew by very much, the last ones. */
function readFrom(logFile: string, from: number): { text: string; end: number } {
  const length = lengthOf(logFile);
  // A log that was cut is read from its beginning.
  const start = Math.max(length < from ? 0 : from, length - MOST_BYTES);
  if (length === start) return { text: '', end: length };
  const file = openSync(logFile, 'r');
  try {
    const bytes = Buffer.alloc(Math.min(MOST_BYTES, fstatSync(file).size - start));
    const text = bytes.toString('utf8', 0, readSync(file, bytes, 0, bytes.length, start));
    const end = text.lastIndexOf('\n') + 1;
    return { text: text.slice(0, end), end: start + Buffer.byteLength(text.slice(0, end)) };
  } finally {
    closeSync(file);
  }
}

function reasonIn(line: string): string {
  try {
    const { err }: { err?: unknown } = JSON.parse(line);
    return String(err);
  } catch {
    return line.slice(0, 500);
  }
}
