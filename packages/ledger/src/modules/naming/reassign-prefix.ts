import type { Action } from '@touchmark/codec';
import { map } from '../../kernel/map-schema.ts';
import type { ActionDefinition } from '../../kernel/module.ts';
import { encodeAction } from '../../kernel/read-params.ts';
import { changeHolder } from './change-holder.ts';
import { currentPrefix } from './current-prefix.ts';
import { refuseHolder } from './delegate.ts';
import { prefixReassigned } from './events.ts';
import { refusePresent } from './organization-standing.ts';
import { organizationId, prefix, reason, version } from './params.ts';

export interface ReassignPrefixParams {
  readonly prefix: string;
  readonly expectedVersion: number;
  readonly to: string;
  readonly reason: string;
}

export const reassignPrefix: ActionDefinition<ReassignPrefixParams> = {
  type: 'naming.reassign-prefix',
  about:
    'Gives the prefix of an organization that left, or is suspended without an end, to another ' +
    'one. Records and prefixes under it stay with their holders, and administrators appointed ' +
    'before have no more right.',
  authority: 'the constitution: by a rule of its own, if it has one',
  params: map({ prefix, expectedVersion: version, to: organizationId, reason }),
  governed: true,
  execute(context, params) {
    const { prefix: name, to, reason: why } = params;
    const found = currentPrefix(context, name, params.expectedVersion);
    if ('code' in found) return found;
    const from = found.body.holder;
    const refusal =
      refusePresent(context, name, from) ?? refuseHolder(context, { prefix: name, holder: to });
    if (refusal !== undefined) return refusal;
    const next = changeHolder(context, name, found, to, why);
    context.emit(prefixReassigned, { prefix: name, version: next, from, to, reason: why });
    return undefined;
  },
};

export function encodeReassignPrefix(params: ReassignPrefixParams): Action {
  return encodeAction(reassignPrefix, params);
}
