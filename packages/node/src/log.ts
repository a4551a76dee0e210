import pino, { type Logger } from 'pino';
import type { Configuration } from './config/schema.ts';

export type { Logger } from 'pino';

/**
 * Levels by audience: `error` an operator must act, `warn` an operator should look, `info` what the node does
 * (start, stop, workers), `debug` requests, `trace` everything.
 *
 * What a client sent is never logged at info or above: paths and identifiers are untrusted text. Ids, codes,
 * counts and our own words are fine.
 */
export function createLog(settings: Configuration['log']): Logger {
  return pino(
    {
      level: settings.level,
      base: { name: 'touchmark' },
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
    },
    pino.destination({ fd: 2, sync: true }),
  );
}
