/** What lies in a data directory. */
export const DATA_FILES = {
  genesis: 'genesis.json',
  validatorKey: 'validator.json',
  ledger: 'ledger',
  /** Says that the ledger was founded: should it be missing one day, it is lost and not new. */
  founded: 'founded.json',
  /** Held while a node starts: what it removes and writes then is nobody else's. */
  starting: 'writer.lock',
  /** Where commands on this machine reach the running node. */
  admin: 'admin.json',
  /** Keystore of the example network, and of operators who keep theirs here. */
  keys: 'keys',
  /** Snapshots for nodes that join. */
  snapshots: 'snapshots',
  /** A ledger that an import or a restore has not finished; no node starts beside it. */
  unfinished: 'ledger.unfinished',
} as const;
