import type { Genesis } from '@touchmark/codec';

/** What an operator may set; the defaults suit a small machine. */
export interface EmbeddedOptions {
  /** Threads that check signatures; 0: none, the main thread does it. Default 1. */
  readonly signatureWorkers?: number;
  /** Transactions taken in and not yet durable, and their bytes; above, ENGINE_OVERLOADED. */
  readonly maxPendingTransactions?: number;
  readonly maxPendingBytes?: number;
  /** Bounds of one block, and so of the time for which the main thread does nothing else. */
  readonly maxBlockTransactions?: number;
  readonly maxBlockBytes?: number;
  /** Bounds of the blocks that one commit makes durable; at least those of one block. */
  readonly maxCommitTransactions?: number;
  readonly maxCommitBytes?: number;
  /** How long `close` goes on writing what was taken in. */
  readonly closeTimeoutMs?: number;
  /**
   * After this long without a transaction an empty block is signed, so that no answer's header gets older. 0: never,
   * the chain rests.
   */
  readonly heartbeatMs?: number;
  /** Milliseconds since 1970; block time follows it. Default: the system's clock. */
  readonly clock?: () => number;
}

export type ResolvedOptions = Required<EmbeddedOptions>;

export const EMBEDDED_DEFAULTS: Omit<ResolvedOptions, 'clock'> = {
  signatureWorkers: 1,
  maxPendingTransactions: 20_000,
  maxPendingBytes: 64 * 1024 * 1024,
  maxBlockTransactions: 250,
  maxBlockBytes: 1024 * 1024,
  maxCommitTransactions: 1_000,
  maxCommitBytes: 4 * 1024 * 1024,
  closeTimeoutMs: 10_000,
  heartbeatMs: 0,
};

/** Header, commit and framing of a block, which CometBFT counts into its size. */
export const BLOCK_OVERHEAD_BYTES = 4_096;

/** Fills in the defaults, and keeps blocks within what the chain's genesis allows. */
export function resolveOptions(options: EmbeddedOptions, genesis: Genesis): ResolvedOptions {
  const resolved = { clock: Date.now, ...EMBEDDED_DEFAULTS, ...options };
  const allowed = Number(genesis.consensusParams.block.maxBytes) - BLOCK_OVERHEAD_BYTES;
  const maxBlockBytes = Math.max(1, Math.min(resolved.maxBlockBytes, allowed));
  return {
    ...resolved,
    maxBlockBytes,
    maxCommitTransactions: Math.max(resolved.maxCommitTransactions, resolved.maxBlockTransactions),
    maxCommitBytes: Math.max(resolved.maxCommitBytes, maxBlockBytes),
  };
}
