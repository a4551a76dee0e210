import { spawn } from 'node:child_process';
import { join } from 'node:path';

export interface PacedResult {
  /** Requests that were sent. */
  offered: number;
  /** Requests that found no free connection, or no body. */
  notSent: number;
  /** Answers by HTTP status; `refused`: a receipt that says no. */
  statuses: Record<string, number>;
  refusedWithoutRetryAfter: number;
  /** Connections that ended before their answer. */
  broken: number;
  unanswered: number;
  /** Of those that were done. */
  p50Ms: number;
  p95Ms: number;
}

export interface PacedLoad {
  rate: number;
  seconds: number;
  connections: number;
  /** URL of a node, and the file of bodies that it is sent. */
  targets: readonly (readonly [url: string, file: string])[];
}

/** Sends at a rate that does not depend on the answers. */
export async function runPaced({
  rate,
  seconds,
  connections,
  targets,
}: PacedLoad): Promise<PacedResult> {
  const script = join(import.meta.dirname, 'paced-load.ts');
  const args = [rate, seconds, connections].map(String).concat(targets.flat());
  const child = spawn(process.execPath, [script, ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let output = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    output += text;
  });
  const code = await new Promise<number | null>((resolve) => {
    child.once('close', resolve);
  });
  if (code !== 0) throw new Error(`the paced load ended with ${String(code)}`);
  return JSON.parse(output) as PacedResult;
}
