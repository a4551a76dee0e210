/** What lies in a data directory. Everything that Touchmark puts there is named here, and nothing else is ever removed. */
export const FILES = {
  /** Says that the directory is Touchmark's; written first, removed last. */
  marker: 'touchmark.json',
  lock: 'running.json',
  genesis: 'genesis.json',
  validator: 'validator.json',
  configuration: 'touchmark.toml',
  /** Which example was seeded, once it is complete. */
  seeded: 'seeded.json',
  keys: 'keys',
} as const;
