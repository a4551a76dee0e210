import { randomBytes } from 'node:crypto';

/** Names requests: unique across restarts and processes, short, and not taken from the client. */
export function requestIds(): () => string {
  const start = randomBytes(4).toString('hex');
  let count = 0;
  return () => `${start}-${(++count).toString(36)}`;
}
