import { TRANSACTION_LIMITS } from '@touchmark/codec';

/** What a node packs into one of CometBFT's transactions; a longer signed one travels alone. */
export const BUNDLE_TRANSACTIONS = 200;
export const BUNDLE_BYTES: number = 256 * 1024;
/** Heads of the list and of each transaction in it. */
const LIST_BYTES = 9;
const HEAD_BYTES = 5;

/** Longest bundle of several that an honest node packs. */
export const MAX_BUNDLE_BYTES: number =
  BUNDLE_BYTES + LIST_BYTES + BUNDLE_TRANSACTIONS * HEAD_BYTES;
/** Longest of CometBFT's transactions that this node lets in: a bundle, or one that is as long as one may be. */
export const MAX_COMET_TRANSACTION_BYTES: number = Math.max(
  MAX_BUNDLE_BYTES,
  TRANSACTION_LIMITS.bytes,
);
