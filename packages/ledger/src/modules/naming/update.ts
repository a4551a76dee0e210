import type { Action } from '@touchmark/codec';
import type { ActionContext } from '../../kernel/action-context.ts';
import { map } from '../../kernel/map-schema.ts';
import type { ActionDefinition } from '../../kernel/module.ts';
import { encodeAction } from '../../kernel/read-params.ts';
import type { Refusal } from '../../kernel/refusal.ts';
import { logRecord } from './change-log.ts';
import { currentRecord } from './current-record.ts';
import { refuse } from './errors.ts';
import { updated } from './events.ts';
import { givenValues, keepRestricted } from './given-values.ts';
import { recordKey } from './keys.ts';
import { identifier, values, version } from './params.ts';
import { refuseForm } from './put-value.ts';
import { refuseRecordAuthor } from './record-author.ts';
import type { RecordValue } from './record-value.ts';
import { encodeRecordBody } from './record.ts';
import { readRequest } from './signature-request.ts';
import { keptValues, storedValues } from './stored-values.ts';
import { refuseChanges, valueChanges } from './value-changes.ts';
import type { ValueChange } from './value-changes.ts';

export interface UpdateParams {
  readonly identifier: string;
  readonly expectedVersion: number;
  readonly values: readonly RecordValue[];
}

interface RawUpdateParams {
  readonly identifier: string;
  readonly expectedVersion: number;
  readonly values: Uint8Array;
}

export const update: ActionDefinition<RawUpdateParams, UpdateParams> = {
  type: 'naming.update',
  about:
    'Gives a record these values in place of those it has, if it still is at the version seen.',
  authority:
    'the holder of the record, or an administrator of its prefix; any organization, for the data of values open to public write',
  params: map({ identifier, expectedVersion: version, values }),
  execute(context, params) {
    const { author, transactionId } = context;
    const record = currentRecord(context, params.identifier, params.expectedVersion);
    if ('code' in record) return record;
    const before = keptValues(record.body.values);
    const after = givenValues(params.values, before);
    if ('code' in after) return after;
    const changes = valueChanges(before, after);
    if (changes.length === 0) {
      return refuse('NAMING_NOTHING_CHANGED', { identifier: params.identifier });
    }
    const { holder } = record.body;
    const forbidden =
      refuseChanges(changes, params.identifier, () =>
        refuseUpdate(context, params.identifier, holder),
      ) ??
      refuseSigned(context, params.identifier, changes) ??
      refuseForm(context, params.identifier, after);
    if (forbidden !== undefined) return forbidden;
    keepRestricted(context, params.identifier, changes);
    const items = storedValues(after.map(({ item }) => item));
    const body = encodeRecordBody({ ...record.body, transactionId, values: items });
    context.putVersion(recordKey(params.identifier), record.bytes, body);
    logRecord(context, params.identifier);
    const next = record.envelope.version + 1;
    context.emit(updated, { identifier: params.identifier, version: next, author });
    return undefined;
  },
};

/** Why an author that is not the holder may not change more than the public may. */
function refuseUpdate(context: ActionContext, name: string, holder: string): Refusal | undefined {
  const refusal = refuseRecordAuthor(context, name, holder);
  return refusal?.code === 'NAMING_NOT_RECORD_HOLDER'
    ? refuse('NAMING_VALUE_NOT_PUBLIC', { identifier: name, holder, author: context.author })
    : refusal;
}

/** A value that waits for signatures, or has them, is changed by signatures alone. */
function refuseSigned(
  context: ActionContext,
  name: string,
  changes: readonly ValueChange[],
): Refusal | undefined {
  for (const { index } of changes) {
    const request = readRequest(context, name, index)?.body;
    if (request === undefined || request.status === 'closed') continue;
    return refuse('NAMING_VALUE_UNDER_SIGNATURE', { identifier: name, index });
  }
  return undefined;
}

export function encodeUpdate(params: UpdateParams): Action {
  return encodeAction(update, params);
}
