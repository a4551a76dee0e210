import type { Action } from '@touchmark/codec';
import { map } from '../../kernel/map-schema.ts';
import type { ActionDefinition } from '../../kernel/module.ts';
import { encodeAction } from '../../kernel/read-params.ts';
import { reregistrationSet } from './events.ts';
import { duration, prefix, version } from './params.ts';
import { writeRules } from './write-rules.ts';

export interface SetReregistrationParams {
  readonly prefix: string;
  readonly expectedVersion: number;
  /** Milliseconds after its retirement; 0: never. */
  readonly afterMs: number;
}

export const setReregistration: ActionDefinition<SetReregistrationParams> = {
  type: 'naming.set-reregistration',
  about:
    'Says whether, and how long after its retirement, an identifier directly under a prefix may be ' +
    'registered again by the same holder.',
  authority: 'the holder of the prefix',
  params: map({ prefix, expectedVersion: version, afterMs: duration }),
  execute(context, params) {
    const reregisterAfterMs = params.afterMs === 0 ? null : params.afterMs;
    const written = writeRules(context, params, { reregisterAfterMs });
    if ('code' in written) return written;
    const { prefix: name, afterMs } = params;
    context.emit(reregistrationSet, { prefix: name, version: written.version, afterMs });
    return undefined;
  },
};

export function encodeSetReregistration(params: SetReregistrationParams): Action {
  return encodeAction(setReregistration, params);
}
