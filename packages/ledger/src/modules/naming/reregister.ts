import type { Action } from '@touchmark/codec';
import type { ActionContext } from '../../kernel/action-context.ts';
import { map } from '../../kernel/map-schema.ts';
import type { ActionDefinition } from '../../kernel/module.ts';
import { encodeAction } from '../../kernel/read-params.ts';
import type { Refusal } from '../../kernel/refusal.ts';
import { logRecord } from './change-log.ts';
import { countRecords } from './counts.ts';
import { refuse } from './errors.ts';
import { reregistered } from './events.ts';
import { givenValues, keepRestricted } from './given-values.ts';
import { recordKey } from './keys.ts';
import { identifier, values, version } from './params.ts';
import { prefixOf } from './prefix.ts';
import { refuseForm } from './put-value.ts';
import { readPrefix, resolveRecord } from './queries.ts';
import type { KeptRecord } from './queries.ts';
import type { RecordValue } from './record-value.ts';
import { refuseRecordAuthor } from './record-author.ts';
import { encodeRecordBody } from './record.ts';
import { closeRequests } from './signature-request.ts';
import { keptValues, storedValues } from './stored-values.ts';
import { refuseChanges, valueChanges } from './value-changes.ts';
import { chargeRegistrations } from '../organizations/quota.ts';

export interface ReregisterParams {
  readonly identifier: string;
  readonly expectedVersion: number;
  readonly values: readonly RecordValue[];
}

interface RawReregisterParams {
  readonly identifier: string;
  readonly expectedVersion: number;
  readonly values: Uint8Array;
}

export const reregister: ActionDefinition<RawReregisterParams, ReregisterParams> = {
  type: 'naming.reregister',
  about:
    'Registers a retired identifier again, where the rule of its prefix allows it: the next version ' +
    'of the same record.',
  authority: 'the holder that retired it; an administrator of its prefix',
  params: map({ identifier, expectedVersion: version, values }),
  execute(context, params) {
    const name = params.identifier;
    const record = retiredRecord(context, name, params.expectedVersion);
    if ('code' in record) return record;
    const { holder } = record.body;
    const forbidden =
      refuseRecordAuthor(context, name, holder) ?? refuseRule(context, name, record);
    if (forbidden !== undefined) return forbidden;
    const before = keptValues(record.body.values);
    const after = givenValues(params.values, before);
    if ('code' in after) return after;
    // Also in its next life an identifier keeps what it was registered with for good.
    const changes = valueChanges(before, after);
    const refusal =
      refuseChanges(changes, name, () => undefined) ?? refuseForm(context, name, after);
    if (refusal !== undefined) return refusal;
    const exceeded = chargeRegistrations(context, 1);
    if (exceeded !== undefined) return exceeded;
    const { transactionId } = context;
    keepRestricted(context, name, changes);
    const items = storedValues(after.map(({ item }) => item));
    const body = { status: 'active', holder, transactionId, values: items, reason: null } as const;
    context.putVersion(recordKey(name), record.bytes, encodeRecordBody(body));
    closeRequests(context, name, { transactionId, reason: 're-registered' });
    countRecords(context, prefixOf(name), { revived: 1 });
    logRecord(context, name);
    const next = record.envelope.version + 1;
    context.emit(reregistered, { identifier: name, version: next, author: context.author });
    return undefined;
  },
};

function retiredRecord(
  context: ActionContext,
  name: string,
  expected: number,
): KeptRecord | Refusal {
  const record = resolveRecord(context, name);
  if (record === undefined) return refuse('NAMING_IDENTIFIER_UNKNOWN', { identifier: name });
  if (record.body.status === 'active') return refuse('NAMING_NOT_RETIRED', { identifier: name });
  const current = record.envelope.version;
  if (current === expected) return record;
  return refuse('NAMING_VERSION_CONFLICT', { identifier: name, expected, current });
}

function refuseRule(context: ActionContext, name: string, record: KeptRecord): Refusal | undefined {
  const prefix = prefixOf(name);
  const after = readPrefix(context, prefix)?.body.reregisterAfterMs ?? null;
  if (after === null) return refuse('NAMING_REREGISTRATION_NEVER', { identifier: name, prefix });
  const fromMs = record.envelope.timeMs + after;
  const { timeMs } = context.block;
  if (timeMs >= fromMs) return undefined;
  return refuse('NAMING_REREGISTRATION_EARLY', { identifier: name, fromMs, blockTimeMs: timeMs });
}

export function encodeReregister(params: ReregisterParams): Action {
  return encodeAction(reregister, params);
}
