import type { StateView } from '@touchmark/state';
import { DUE_RUNS_PER_BLOCK, DUE_WRITE_BYTES_PER_BLOCK } from '../limits.ts';
import { ActionContext } from './action-context.ts';
import type { BlockMoment } from './action-context.ts';
import type { SignatureVerifier } from './outcome.ts';
import type { Overlay } from './overlay.ts';
import type { OwnWork } from './own-work.ts';
import type { Registry } from './registry.ts';

/** When the next work is due; undefined: there is none. */
export function earliestDueMs(registry: Registry, state: StateView): number | undefined {
  let earliest: number | undefined;
  for (const schedule of registry.schedules) {
    const dueMs = schedule.dueMs(state);
    if (dueMs !== undefined && (earliest === undefined || dueMs < earliest)) earliest = dueMs;
  }
  return earliest;
}

/** Does what is due by the block's time, module by module, as much as a block may hold of it. */
export function runDue(
  registry: Registry,
  block: BlockMoment,
  overlay: Overlay,
  work: OwnWork,
  verify: SignatureVerifier,
): void {
  let left = DUE_RUNS_PER_BLOCK;
  const before = work.writtenBytes;
  for (const schedule of registry.schedules) {
    for (; left > 0 && work.writtenBytes - before < DUE_WRITE_BYTES_PER_BLOCK; left -= 1) {
      const dueMs = schedule.dueMs(overlay);
      if (dueMs === undefined || dueMs > block.timeMs) break;
      const context = ActionContext.ofBlock(registry, block, overlay, verify);
      schedule.runNext(context);
      work.add(context);
    }
  }
}
