import type { Action } from '@touchmark/codec';
import type { ActionDefinition } from './module.ts';
import { ParamsError, ParamsInput } from './params-input.ts';
import { writeCbor } from './write-cbor.ts';

/** Params that fit the action's schema, or what is wrong with them. */
export type ReadParams = { readonly params: unknown } | { readonly error: ParamsError };

export function readParams(
  definition: ActionDefinition<unknown, unknown>,
  bytes: Uint8Array,
): ReadParams {
  const input = new ParamsInput(bytes);
  try {
    return { params: definition.params.read(input) };
  } catch (error) {
    if (error instanceof ParamsError) return { error };
    throw error;
  }
}

/**
 * An action ready to be put into a transaction. Nothing is checked: the ledger that receives it is
 * the judge.
 */
export function encodeAction<Params, Given>(
  definition: ActionDefinition<Params, Given>,
  params: Given,
): Action {
  const bytes = writeCbor((writer) => definition.params.write(writer, params));
  return { type: definition.type, params: bytes };
}
