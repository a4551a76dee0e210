import type { Action } from '@touchmark/codec';
import { map } from '../../kernel/map-schema.ts';
import type { ActionDefinition } from '../../kernel/module.ts';
import { encodeAction } from '../../kernel/read-params.ts';
import { logRecord } from './change-log.ts';
import { refuse } from './errors.ts';
import { reassigned } from './events.ts';
import { recordKey } from './keys.ts';
import { refusePresent, refuseReceiver } from './organization-standing.ts';
import { identifier, organizationId, reason } from './params.ts';
import { resolveRecord } from './queries.ts';
import { encodeRecordBody } from './record.ts';

export interface ReassignParams {
  readonly identifier: string;
  readonly to: string;
  readonly reason: string;
}

/**
 * Without the version that was seen: strangers may write to a record what is open to them, and could
 * so undo any decision. Requests for signatures stay as they are: they lapse, since who asked is not
 * the holder.
 */
export const reassign: ActionDefinition<ReassignParams> = {
  type: 'naming.reassign',
  about:
    'Gives the record of an organization that left, or is suspended without an end, to another ' +
    'one. Its values stay, and so does its prefix.',
  authority: 'the constitution: by a rule of its own, if it has one',
  params: map({ identifier, to: organizationId, reason }),
  governed: true,
  execute(context, params) {
    const { identifier: name, to, reason: why } = params;
    const record = resolveRecord(context, name);
    if (record === undefined) return refuse('NAMING_IDENTIFIER_UNKNOWN', { identifier: name });
    if (record.body.status === 'retired') {
      return refuse('NAMING_IDENTIFIER_RETIRED', { identifier: name });
    }
    const from = record.body.holder;
    const refusal = refusePresent(context, name, from) ?? refuseReceiver(context, to);
    if (refusal !== undefined) return refusal;
    const { transactionId } = context;
    const body = encodeRecordBody({ ...record.body, holder: to, transactionId, reason: why });
    context.putVersion(recordKey(name), record.bytes, body);
    logRecord(context, name);
    const next = record.envelope.version + 1;
    context.emit(reassigned, { identifier: name, version: next, from, to, reason: why });
    return undefined;
  },
};

export function encodeReassign(params: ReassignParams): Action {
  return encodeAction(reassign, params);
}
