import type { IncomingMessage } from 'node:http';
import { ProblemError } from '../problems/problem.ts';

/**
 * Calls back with a request's whole body, or with why it is not taken; never, if the client leaves before the end.
 * Callbacks rather than a promise: this stands before every transaction.
 */
export function readBody(
  request: IncomingMessage,
  limitBytes: number,
  done: (body: Uint8Array) => void,
  refuse: (problem: ProblemError) => void,
): void {
  if (Number(request.headers['content-length'] ?? 0) > limitBytes) {
    refuse(new ProblemError('REQUEST_TOO_LARGE', { headers: { connection: 'close' } }));
    return;
  }
  const chunks: Buffer[] = [];
  let length = 0;
  request.on('data', (chunk: Buffer) => {
    const wasWithin = length <= limitBytes;
    length += chunk.length;
    if (length <= limitBytes) chunks.push(chunk);
    else if (wasWithin) {
      chunks.length = 0;
      refuse(new ProblemError('REQUEST_TOO_LARGE', { headers: { connection: 'close' } }));
    }
  });
  request.on('end', () => {
    if (length > limitBytes) return;
    const [first] = chunks;
    done(chunks.length === 1 && first !== undefined ? first : Buffer.concat(chunks, length));
  });
}
