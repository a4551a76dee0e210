import type { Action } from '@touchmark/codec';
import { pendingAfter, putActivations, readActivations } from '../../kernel/activations.ts';
import { map } from '../../kernel/map-schema.ts';
import type { ActionDefinition } from '../../kernel/module.ts';
import { encodeAction } from '../../kernel/read-params.ts';
import { refuse } from './errors.ts';
import { activationCancelled } from './events.ts';
import { moduleName } from './params.ts';

export interface CancelActivationParams {
  readonly module: string;
}

export const cancelActivation: ActionDefinition<CancelActivationParams> = {
  type: 'governance.cancel-activation',
  about: 'Takes back the activation of a version that has not come yet.',
  authority: 'the constitution',
  params: map({ module: moduleName }),
  governed: true,
  execute(context, { module }) {
    const list = readActivations(context, module);
    const pending = pendingAfter(list, context.block.height);
    if (pending === undefined) return refuse('GOVERNANCE_ACTIVATION_NONE', { module });
    putActivations(context, module, list.slice(0, -1));
    context.emit(activationCancelled, { module, version: pending.version });
    return undefined;
  },
};

export function encodeCancelActivation(params: CancelActivationParams): Action {
  return encodeAction(cancelActivation, params);
}
