import { DATA_FILES } from '@touchmark/node';

/**
 * What lies in a data directory. What Touchmark puts there is named here, and nothing else is ever
 * removed.
 */
export const FILES = {
  ...DATA_FILES,
  /** Says that the directory is Touchmark's; written first, removed last. */
  marker: 'touchmark.json',
  lock: 'running.json',
  configuration: 'touchmark.toml',
  /** Which example was seeded, once it is complete. */
  seeded: 'seeded.json',
  /** What an unfinished ledger is going to be. */
  purpose: 'unfinished.json',
} as const;
