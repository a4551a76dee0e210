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
  /** Says that the ledger was founded: should it be missing, it is lost and not new. */
  founded: 'founded.json',
  configuration: 'touchmark.toml',
  /** Says that the network is an example, and which; removed last of what belongs to it. */
  seeded: 'seeded.json',
  /** What an unfinished ledger is going to be. */
  purpose: 'unfinished.json',
} as const;
