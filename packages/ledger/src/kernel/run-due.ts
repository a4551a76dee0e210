import type { Entry, StateView } from '@touchmark/state';
import { DUE_RUNS_PER_BLOCK, DUE_WRITE_BYTES_PER_BLOCK } from '../limits.ts';
import { ActionContext } from './action-context.ts';
import type { BlockMoment } from './action-context.ts';
import { concatBytes, uint64Bytes } from './key.ts';
import type { LedgerEvent, SignatureVerifier } from './outcome.ts';
import type { Overlay } from './overlay.ts';
import { hashEvents } from './receipt.ts';
import { KERNEL_KEYS } from './recent-ids.ts';
import type { Registry } from './registry.ts';
import { SignatureChecks } from './signature-checks.ts';

/** 0x01 'b': hashes of what blocks told by themselves. */
const BLOCK_EVENTS = Uint8Array.of(KERNEL_KEYS, 0x62);
const NO_TRANSACTION = new Uint8Array(32);

/** Where the state commits to a block's own events: no receipt does. */
export function blockEventsKey(height: number): Uint8Array {
  return concatBytes(BLOCK_EVENTS, uint64Bytes(height));
}

/** When the next work is due; undefined: there is none. */
export function earliestDueMs(registry: Registry, state: StateView): number | undefined {
  let earliest: number | undefined;
  for (const schedule of registry.schedules) {
    const dueMs = schedule.dueMs(state);
    if (dueMs !== undefined && (earliest === undefined || dueMs < earliest)) earliest = dueMs;
  }
  return earliest;
}

/** What due work has done. */
export interface DueWork {
  readonly events: LedgerEvent[];
  readonly archived: Entry[];
  readonly writtenBytes: number;
}

/** Does what is due by the block's time, module by module, as much as a block may hold of it. */
export function runDue(
  registry: Registry,
  block: BlockMoment,
  overlay: Overlay,
  verify: SignatureVerifier,
): DueWork {
  const events: LedgerEvent[] = [];
  const archived: Entry[] = [];
  let left = DUE_RUNS_PER_BLOCK;
  let writtenBytes = 0;
  for (const schedule of registry.schedules) {
    for (; left > 0 && writtenBytes < DUE_WRITE_BYTES_PER_BLOCK; left -= 1) {
      const dueMs = schedule.dueMs(overlay);
      if (dueMs === undefined || dueMs > block.timeMs) break;
      const context = new ActionContext({
        registry,
        block,
        transactionId: NO_TRANSACTION,
        author: '',
        signers: [],
        mandate: 'decision',
        below: overlay,
        checks: new SignatureChecks(verify),
      });
      schedule.runNext(context);
      context.overlay.mergeInto(overlay);
      events.push(...context.events);
      archived.push(...context.archived);
      writtenBytes += context.writtenBytes;
    }
  }
  if (events.length > 0) overlay.put(blockEventsKey(block.height), hashEvents(events));
  return { events, archived, writtenBytes };
}
