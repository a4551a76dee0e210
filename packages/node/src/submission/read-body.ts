import type { IncomingMessage } from 'node:http';
import { retryAfter } from '../problems/from-error.ts';
import { ProblemError } from '../problems/problem.ts';
import type { BodyRoom } from './body-room.ts';

const RETRY_MS = 1_000;

export interface BodyLimits {
  limitBytes: number;
  room: BodyRoom;
}

/**
 * Calls back with a request's whole body, or with why it is not taken; never, if the client leaves before the end.
 * Callbacks rather than a promise: this stands before every transaction.
 */
export function readBody(
  request: IncomingMessage,
  { limitBytes, room }: BodyLimits,
  done: (body: Uint8Array) => void,
  refuse: (problem: ProblemError) => void,
): void {
  if (Number(request.headers['content-length'] ?? 0) > limitBytes) {
    refuse(tooLarge());
    return;
  }
  const chunks: Buffer[] = [];
  let length = 0;
  let isRefused = false;
  const release = (): void => {
    room.give(length);
    length = 0;
  };
  const stop = (problem: ProblemError): void => {
    isRefused = true;
    chunks.length = 0;
    release();
    refuse(problem);
  };
  request.on('data', (chunk: Buffer) => {
    if (isRefused) return;
    if (length + chunk.length > limitBytes) stop(tooLarge());
    else if (!room.take(chunk.length)) stop(noRoom());
    else {
      length += chunk.length;
      chunks.push(chunk);
    }
  });
  request.on('close', release);
  request.on('end', () => {
    if (isRefused) return;
    const [first] = chunks;
    const body = chunks.length === 1 && first !== undefined ? first : Buffer.concat(chunks, length);
    release();
    done(body);
  });
}

const tooLarge = (): ProblemError =>
  new ProblemError('REQUEST_TOO_LARGE', { headers: { connection: 'close' } });

const noRoom = (): ProblemError =>
  new ProblemError('NODE_OVERLOADED', {
    details: {
      en: 'Too many bodies are coming in at the same time. Send it again later.',
      zh: '同时传入的请求正文过多，请稍后再发。',
    },
    headers: { ...retryAfter(RETRY_MS), connection: 'close' },
  });
