/** What an operator may set; the defaults suit a small machine. */
export interface CometOptions {
  /** Threads that check signatures; 0: none, the main thread does it. Default 1. */
  readonly signatureWorkers?: number;
  /** Transactions taken in and not yet durable, and their bytes; above, ENGINE_OVERLOADED. */
  readonly maxPendingTransactions?: number;
  readonly maxPendingBytes?: number;
  readonly closeTimeoutMs?: number;
  /** Blocks between two snapshots for nodes that join; 0: none are taken. */
  readonly snapshotInterval?: number;
  /** Snapshots that are kept, the newest ones. */
  readonly snapshotsKept?: number;
  /** Milliseconds since 1970. Default: the system's clock. */
  readonly clock?: () => number;
}

export type ResolvedCometOptions = Required<CometOptions>;

export const COMET_DEFAULTS: Omit<ResolvedCometOptions, 'clock'> = {
  signatureWorkers: 1,
  maxPendingTransactions: 800,
  maxPendingBytes: 64 * 1024 * 1024,
  closeTimeoutMs: 10_000,
  snapshotInterval: 1_000,
  snapshotsKept: 2,
};
