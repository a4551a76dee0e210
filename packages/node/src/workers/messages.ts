import type { Configuration } from '../config/schema.ts';

/** What the main process tells a worker when it starts it. */
export interface WorkerTask {
  kind: 'start';
  /** Directory of the ledger's store. */
  directory: string;
  configuration: Configuration;
  host: string;
  port: number;
  /** Unix socket on which the main process takes what a worker doesn't answer itself. */
  mainSocket: string;
}

/** What a worker tells the main process. */
export type WorkerReport =
  | { kind: 'ready' }
  /** Why it can't work, in words for the operator. */
  | { kind: 'failed'; message: string }
  /** What it has counted since the last report: `ResolveTally.numbers`. */
  | { kind: 'tally'; numbers: number[] };

export function isWorkerTask(message: unknown): message is WorkerTask {
  return (
    typeof message === 'object' && message !== null && Reflect.get(message, 'kind') === 'start'
  );
}

export function isWorkerReport(message: unknown): message is WorkerReport {
  if (typeof message !== 'object' || message === null) return false;
  const kind: unknown = Reflect.get(message, 'kind');
  if (kind === 'tally') {
    const numbers: unknown = Reflect.get(message, 'numbers');
    return Array.isArray(numbers) && numbers.every((number) => typeof number === 'number');
  }
  return kind === 'ready' || kind === 'failed';
}
