import { ActionContext } from './action-context.ts';
import type { BlockInput, SignatureVerifier } from './outcome.ts';
import type { Overlay } from './overlay.ts';
import type { OwnWork } from './own-work.ts';
import type { Registry } from './registry.ts';

/** Draws the consequences of what the block proves of validators, one after the other. */
export function runMisbehavior(
  registry: Registry,
  block: BlockInput,
  overlay: Overlay,
  work: OwnWork,
  verify: SignatureVerifier,
): void {
  for (const misbehavior of block.misbehavior ?? []) {
    const context = ActionContext.ofBlock(registry, block, overlay, verify);
    for (const accuse of registry.accusations) accuse(context, misbehavior);
    work.add(context);
  }
}
