/** Bounds of one transaction; part of the protocol, the same on every node. */
export interface TransactionLimits {
  /** Whole envelope, signatures included. */
  bytes: number;
  actions: number;
  signers: number;
  /** Containers inside each other in an action's params; the params map is the first. */
  depth: number;
}

export const TRANSACTION_LIMITS: TransactionLimits = {
  bytes: 1 << 20,
  actions: 256,
  signers: 16,
  depth: 16,
};

/** CometBFT's own bound for a chain id. */
export const MAX_CHAIN_ID_LENGTH = 50;
export const MAX_ACTION_TYPE_LENGTH = 64;
export const NONCE_LENGTH = 16;
export const KEY_ID_LENGTH = 20;
export const SIGNATURE_LENGTH = 64;
