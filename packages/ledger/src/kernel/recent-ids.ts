import { PRUNED_IDS_PER_BLOCK, PRUNED_IDS_PER_TRANSACTION } from '../limits.ts';
import { concatBytes, uint64Bytes } from './key.ts';
import { StateFormatError } from './state-format-error.ts';
import type { Overlay } from './overlay.ts';

/** First byte of the kernel's keys. */
export const KERNEL_KEYS = 0x01;
/** 0x01 'r': ids of transactions that are decided and not yet expired. */
const RECENT = Uint8Array.of(KERNEL_KEYS, 0x72);

/** Expiry first, so that the ids that no longer matter lie together at the front. */
export function recentIdKey(expiresAtMs: number, id: Uint8Array): Uint8Array {
  return concatBytes(RECENT, uint64Bytes(expiresAtMs), id);
}

/** A result code as it is kept under a recent id: u16. */
export function encodeResultCode(code: number): Uint8Array {
  return Uint8Array.of(code >> 8, code & 0xff);
}

export function decodeResultCode(value: Uint8Array): number {
  if (value.length !== 2) throw new StateFormatError('a result code');
  return (value[0]! << 8) | value[1]!;
}

/**
 * Removes ids whose transactions have expired by `timeMs`, oldest first.
 *
 * Bounded by the block's own transactions, so it keeps up without ever being a burden; and a block
 * without transactions removes none, so an idle chain's root rests.
 */
export function pruneRecentIds(state: Overlay, timeMs: number, transactions: number): void {
  if (transactions === 0) return;
  const range = {
    start: RECENT,
    end: recentIdKey(timeMs + 1, new Uint8Array(0)),
    limit: PRUNED_IDS_PER_BLOCK + PRUNED_IDS_PER_TRANSACTION * transactions,
  };
  const expired = [...state.range(range)];
  for (const { key } of expired) state.remove(key);
}
