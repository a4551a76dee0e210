import { ActionContext } from './action-context.ts';
import type { BlockMoment } from './action-context.ts';
import { readActivations } from './activations.ts';
import { map } from './map-schema.ts';
import type { EventDefinition } from './module.ts';
import type { SignatureVerifier } from './outcome.ts';
import type { Overlay } from './overlay.ts';
import { isPlainText } from './plain-text.ts';
import type { Registry } from './registry.ts';
import type { OwnWork } from './own-work.ts';
import { text, uint } from './schema.ts';

/** The kernel's only event: no module could tell of it in a version that it does not have yet. */
export const activated: EventDefinition<{ readonly module: string; readonly version: number }> = {
  type: 'kernel.activated',
  about: 'From this block on, the module goes by this version of its rules.',
  params: map({
    module: text({ form: 'name', minBytes: 1, maxBytes: 32, accepts: isPlainText }),
    version: uint(1, 0xffff_ffff),
  }),
};

/** Brings the state into the form of each version whose first block this is. */
export function runActivations(
  registry: Registry,
  block: BlockMoment,
  overlay: Overlay,
  work: OwnWork,
  verify: SignatureVerifier,
): void {
  for (const { name, version, migrate } of registry.modules) {
    const last = readActivations(overlay, name).at(-1);
    if (last?.height !== block.height) continue;
    const context = ActionContext.ofBlock(registry, block, overlay, verify);
    context.emit(activated, { module: name, version });
    migrate?.(context);
    work.add(context);
  }
}
