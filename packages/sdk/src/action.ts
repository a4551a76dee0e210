import type { Action } from '@touchmark/codec';
import { encodeAction, ledger } from '@touchmark/ledger';
import type { ActionParams } from './action-params.ts';

/**
 * Any action of the ledger by its type, with all of its fields; see docs/actions.md. What `actions`
 * has a function for is shorter there.
 *
 * @example
 * await network.send([action('naming.retire', { identifier, expectedVersion: 1, reason: 'sold' })]);
 */
export function action<Type extends keyof ActionParams>(
  type: Type,
  params: ActionParams[Type],
): Action {
  const definition = ledger.registry.actions.get(type);
  if (definition === undefined) throw new RangeError(`The ledger has no action ${type}.`);
  return encodeAction(definition, params);
}
