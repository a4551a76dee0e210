import { compareBytes } from '@touchmark/codec';
import { concatBytes } from './key.ts';
import type { StateView } from '@touchmark/state';

/** Up to this many keys are looked up one by one. */
const FEW = 4;

/**
 * Position of the first of `keys` (ascending, unique) that the state has; -1 if it has none.
 *
 * New serials mostly fall into an empty stretch of the map, which one range scan shows. The scan
 * gives up after a few entries, since in a crowded stretch look-ups are cheaper.
 */
export function firstExisting(state: StateView, keys: readonly Uint8Array[]): number {
  let from = 0;
  if (keys.length > FEW) {
    const start = keys[0]!;
    const end = concatBytes(keys[keys.length - 1]!, Uint8Array.of(0));
    const limit = 16 + (keys.length >> 4);
    let seen = 0;
    for (const { key } of state.range({ start, end, limit })) {
      seen += 1;
      while (compareBytes(keys[from]!, key) < 0) from += 1;
      if (compareBytes(keys[from]!, key) === 0) return from;
    }
    if (seen < limit) return -1;
  }
  for (; from < keys.length; from += 1) {
    if (state.get(keys[from]!) !== undefined) return from;
  }
  return -1;
}
