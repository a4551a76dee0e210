/**
 * The side tables of a chain store. They lie beside the authenticated map in one environment and change
 * in the same transaction, but the state root does not cover them: what they hold is checked against headers.
 */
export const CHAIN_TABLES = {
  /** Format, genesis, validator sets, head. */
  meta: 'meta',
  /** Height -> header, commit and sizes of a decided block. */
  blocks: 'blocks',
  /** Encoded transactions of a block and its evidence, packed. */
  bodies: 'bodies',
  /** Results of an executed block, packed. */
  results: 'results',
  /** Transaction id -> height and index. */
  receipts: 'receipts',
  /** Events of an executed block, packed. */
  events: 'events',
  /** Map key and version -> older versioned value. */
  history: 'history',
} as const;

export const CHAIN_TABLE_NAMES: string[] = Object.values(CHAIN_TABLES);

/** Bumped when a released version could misread a store of this one. */
export const CHAIN_FORMAT = 'touchmark-chain/1';

/**
 * Longest value put into a side table. One larger value in an aged LMDB file makes every later commit slower,
 * so longer ones are cut.
 */
export const MAX_VALUE_BYTES = 1_900;
