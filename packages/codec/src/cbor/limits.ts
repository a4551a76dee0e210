export interface CborLimits {
  /** Containers inside each other in one `raw`, `skip` or `decode`; at most MAX_DEPTH. */
  maxDepth?: number;
  /** Items read in all, containers included. */
  maxItems?: number;
  /** Length of the input. */
  maxBytes?: number;
}

/** Bound of every `maxDepth`: far from where a runtime's stack ends. */
export const MAX_DEPTH = 64;
export const DEFAULT_CBOR_LIMITS = { maxDepth: 16, maxItems: 1 << 20, maxBytes: 1 << 26 } as const;
