import type { Action } from '@touchmark/codec';
import type { ActionContext } from '../../kernel/action-context.ts';
import { asciiBytes } from '../../kernel/key.ts';
import { map } from '../../kernel/map-schema.ts';
import type { ActionDefinition } from '../../kernel/module.ts';
import { encodeAction } from '../../kernel/read-params.ts';
import type { Refusal } from '../../kernel/refusal.ts';
import { ByteCursor } from './byte-cursor.ts';
import { logRecord } from './change-log.ts';
import { countRecords } from './counts.ts';
import { refuse } from './errors.ts';
import { reregistered } from './events.ts';
import { recordKey, restrictedKey } from './keys.ts';
import { identifier, values, version } from './params.ts';
import { prefixOf } from './prefix.ts';
import { refuseForm } from './put-value.ts';
import { readPrefix, resolveRecord } from './queries.ts';
import type { KeptRecord } from './queries.ts';
import type { RecordValue } from './record-value.ts';
import { refuseRecordAuthor } from './record-author.ts';
import { encodeRecordBody } from './record.ts';
import { closeRequests } from './signature-request.ts';
import {
  isRestricted,
  keptValues,
  putRestricted,
  storedValue,
  storedValues,
} from './stored-values.ts';
import { chargeRegistrations } from '../organizations/quota.ts';
import { ValueScanner } from './value-scanner.ts';
import type { ValueSlice } from './value-scanner.ts';

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
    const slices: ValueSlice[] = [];
    const { holder } = record.body;
    const refusal =
      refuseRecordAuthor(context, name, holder) ??
      refuseRule(context, name, record) ??
      new ValueScanner(new ByteCursor(params.values, 0)).scan(slices) ??
      refuseForm(context, name, keptValues(params.values));
    if (refusal !== undefined) return refusal;
    const exceeded = chargeRegistrations(context, 1);
    if (exceeded !== undefined) return exceeded;
    const { transactionId } = context;
    replaceRestricted(context, name, record, params.values, slices);
    const items = storedValues(slices.map((slice) => storedValue(params.values, slice)));
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

/** Of restricted values, what lies beside the record is replaced with the record. */
function replaceRestricted(
  context: ActionContext,
  name: string,
  record: KeptRecord,
  source: Uint8Array,
  slices: readonly ValueSlice[],
): void {
  const bytes = asciiBytes(name);
  for (const { slice } of keptValues(record.body.values)) {
    if (isRestricted(slice)) context.remove(restrictedKey(bytes, slice.index));
  }
  for (const slice of slices) putRestricted(context, bytes, source, slice);
}

export function encodeReregister(params: ReregisterParams): Action {
  return encodeAction(reregister, params);
}
