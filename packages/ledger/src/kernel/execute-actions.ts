import type { Action } from '@touchmark/codec';
import { ENTRY_VALUE_BYTES, TRANSACTION_WRITE_BYTES, TRANSACTION_WRITES } from '../limits.ts';
import type { ActionContext } from './action-context.ts';
import { refuse } from './errors.ts';
import { readParams } from './read-params.ts';
import type { ActionDefinition } from './module.ts';
import type { Refusal } from './refusal.ts';
import type { Registry } from './registry.ts';

/** What the actions may write together. */
export interface WriteLimits {
  readonly entries: number;
  readonly bytes: number;
}

const TRANSACTION_LIMITS = { entries: TRANSACTION_WRITES, bytes: TRANSACTION_WRITE_BYTES };

/** Runs actions in order; the first refusal ends it and names the action. */
export function executeActions(
  registry: Registry,
  actions: readonly Action[],
  context: ActionContext,
  limits: WriteLimits = TRANSACTION_LIMITS,
): Refusal | undefined {
  for (const [index, action] of actions.entries()) {
    const refusal = executeAction(registry, action, index, context);
    if (refusal !== undefined) {
      return { ...refusal, details: { action: index, ...refusal.details } };
    }
    if (context.overlay.writes.size > limits.entries) {
      return refuse('TRANSACTION_WRITES_EXCEEDED', { what: 'entries', limit: limits.entries });
    }
    if (context.writtenBytes > limits.bytes) {
      return refuse('TRANSACTION_WRITES_EXCEEDED', { what: 'bytes', limit: limits.bytes });
    }
    if (context.overlay.longestValue > ENTRY_VALUE_BYTES) {
      const details = { what: 'bytes in one entry', limit: ENTRY_VALUE_BYTES };
      return refuse('TRANSACTION_WRITES_EXCEEDED', details);
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
  if (definition.governed === undefined) return definition.execute(context, read.params);
  return executeGoverned(registry, definition, read.params, context);
}

function executeGoverned(
  registry: Registry,
  definition: ActionDefinition<unknown, unknown>,
  params: unknown,
  context: ActionContext,
): Refusal | undefined {
  const { governed } = definition;
  const isOwn = typeof governed === 'object' && governed.own(context, params);
  if (!isOwn && context.mandate !== 'decision') {
    const refusal = registry.authorize(context, definition.type);
    if (refusal !== undefined) return refusal;
  }
  const refusal = definition.execute(context, params);
  if (refusal !== undefined) return refusal;
  const before = context.overlay.below;
  for (const invariant of registry.invariants) {
    const broken = invariant.check(context, before);
    if (broken !== undefined) return broken;
  }
  if (isOwn) return undefined;
  for (const confirm of registry.confirmations) {
    const unconfirmed = confirm(context, definition.type);
    if (unconfirmed !== undefined) return unconfirmed;
  }
  return undefined;
}
