import type { Action } from '@touchmark/codec';
import type { Precaution } from './module.ts';
import { readParams } from './read-params.ts';
import type { Refusal } from './refusal.ts';

/** The first thing for which a node would rather not take these actions in. */
export function refusePrecaution(
  actions: readonly Action[],
  here: Precaution,
): Refusal | undefined {
  for (const [index, action] of actions.entries()) {
    const definition = here.registry.actions.get(action.type);
    if (definition?.precaution === undefined) continue;
    const read = readParams(definition, action.params);
    // What is malformed is refused when it is executed, with a receipt.
    if ('error' in read) continue;
    const refusal = definition.precaution(read.params, here);
    if (refusal !== undefined)
      return { ...refusal, details: { action: index, ...refusal.details } };
  }
  return undefined;
}
