import type { Action, DecodedTransaction } from '@touchmark/codec';
import { TRANSACTION_WRITE_BYTES, TRANSACTION_WRITES } from '../limits.ts';
import type { ActionContext } from './action-context.ts';
import { refuse } from './errors.ts';
import { readParams } from './read-params.ts';
import type { Refusal } from './refusal.ts';
import type { Registry } from './registry.ts';

/** Runs a transaction's actions in order; the first refusal ends it and names the action. */
export function executeActions(
  registry: Registry,
  transaction: DecodedTransaction,
  context: ActionContext,
): Refusal | undefined {
  for (const [index, action] of transaction.content.actions.entries()) {
    const refusal = executeAction(registry, action, index, context);
    if (refusal !== undefined) {
      return { ...refusal, details: { action: index, ...refusal.details } };
    }
    if (context.overlay.writes.size > TRANSACTION_WRITES) {
      return refuse('TRANSACTION_WRITES_EXCEEDED', { what: 'entries', limit: TRANSACTION_WRITES });
    }
    if (context.writtenBytes > TRANSACTION_WRITE_BYTES) {
      const limit = TRANSACTION_WRITE_BYTES;
      return refuse('TRANSACTION_WRITES_EXCEEDED', { what: 'bytes', limit });
    }
  }
  return undefined;
}

function executeAction(
  registry: Registry,
  action: Action,
  index: number,
  context: ActionContext,
): Refusal | undefined {
  const definition = registry.actions.get(action.type);
  if (definition === undefined) {
    return refuse('ACTION_UNKNOWN', { action: index, type: action.type });
  }
  const read = readParams(definition, action.params);
  if ('error' in read) {
    const { field, problem } = read.error;
    return refuse('ACTION_PARAMS_INVALID', { action: index, field, problem });
  }
  return definition.execute(context, read.params);
}
