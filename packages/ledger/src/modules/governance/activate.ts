import type { Action } from '@touchmark/codec';
import {
  pendingAfter,
  putActivations,
  readActivations,
  versionAt,
} from '../../kernel/activations.ts';
import { map } from '../../kernel/map-schema.ts';
import type { ActionDefinition } from '../../kernel/module.ts';
import { encodeAction } from '../../kernel/read-params.ts';
import { ACTIVATION_NOTICE } from '../../limits.ts';
import { refuse } from './errors.ts';
import { activationSet } from './events.ts';
import { blockHeight, moduleName, moduleVersion } from './params.ts';

export interface ActivateParams {
  readonly module: string;
  readonly version: number;
  /** The first block that goes by it. */
  readonly height: number;
}

/**
 * What software knows differs from machine to machine and in time, so whether a version exists is
 * asked at the door only: a replay must come to the same result for ever.
 */
export const activate: ActionDefinition<ActivateParams> = {
  type: 'governance.activate',
  about: 'Has a module go by the next version of its rules from a block on.',
  authority: 'the constitution',
  params: map({ module: moduleName, version: moduleVersion, height: blockHeight }),
  governed: true,
  precaution({ module, version }, { known }) {
    const newest = known.get(module) ?? 0;
    if (version <= newest) return undefined;
    return refuse('GOVERNANCE_VERSION_UNKNOWN', { module, version, known: newest });
  },
  execute(context, { module, version, height }) {
    const list = readActivations(context, module);
    const now = context.block.height;
    const pending = pendingAfter(list, now);
    if (pending !== undefined) {
      return refuse('GOVERNANCE_ACTIVATION_PENDING', { module, ...pending });
    }
    const current = versionAt(list, now);
    if (version !== current + 1) {
      return refuse('GOVERNANCE_VERSION_ORDER', { module, version, current, next: current + 1 });
    }
    const least = now + ACTIVATION_NOTICE;
    if (height < least) return refuse('GOVERNANCE_ACTIVATION_HEIGHT', { height, least });
    putActivations(context, module, [...list, { version, height }]);
    context.emit(activationSet, { module, version, height });
    return undefined;
  },
};

export function encodeActivate(params: ActivateParams): Action {
  return encodeAction(activate, params);
}
