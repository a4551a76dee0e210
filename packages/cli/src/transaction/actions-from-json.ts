import type { Action } from '@touchmark/codec';
import { encodeAction, ledger } from '@touchmark/ledger';
import { UsageError } from '../command/usage-error.ts';
import { isJsonObject } from '../files/json-object.ts';
import type { CommandContext } from '../command/context.ts';
import { readInput } from '../files/read-input.ts';
import { paramsFromJson } from './params-from-json.ts';

const MAX_ACTIONS_BYTES = 4 * 1024 * 1024;

/**
 * Actions from JSON: `{"type": …, "params": {…}}`, or a list of them. `where` names the source in
 * messages.
 */
export function actionsFromJson(text: string, where: string): Action[] {
  const given = parse(text, where);
  const list: readonly unknown[] = Array.isArray(given) ? given : [given];
  if (list.length === 0) throw new UsageError(`${where} holds no actions.`);
  return list.map((item, index) => actionOf(item, `${where}: actions[${index}]`));
}

/** Reads such a file. */
export async function readActions(context: CommandContext, path: string): Promise<Action[]> {
  const bytes = await readInput(context, path, MAX_ACTIONS_BYTES);
  return actionsFromJson(new TextDecoder().decode(bytes), path);
}

function parse(text: string, where: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new UsageError(`${where} is not JSON: ${reason}`);
  }
}

function actionOf(given: unknown, where: string): Action {
  const { type, params } = isJsonObject(given) ? given : {};
  const definition = typeof type === 'string' ? ledger.registry.actions.get(type) : undefined;
  if (definition === undefined) {
    const known = [...ledger.registry.actions.keys()].join(', ');
    throw new UsageError(`${where}.type must be one of ${known}.`);
  }
  return encodeAction(
    definition,
    paramsFromJson(definition.params.description, params, `${where}.params`),
  );
}
