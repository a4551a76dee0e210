import type { Action } from '@touchmark/codec';
import { map } from '../../kernel/map-schema.ts';
import type { ActionDefinition } from '../../kernel/module.ts';
import { encodeAction } from '../../kernel/read-params.ts';
import { logRecord } from './change-log.ts';
import { countRecords } from './counts.ts';
import { currentRecord } from './current-record.ts';
import { retired } from './events.ts';
import { recordKey } from './keys.ts';
import { identifier, reason, version } from './params.ts';
import { prefixOf } from './prefix.ts';
import { refuseRecordAuthor } from './record-author.ts';
import { encodeRecordBody } from './record.ts';

export interface RetireParams {
  readonly identifier: string;
  readonly expectedVersion: number;
  readonly reason: string;
}

export const retire: ActionDefinition<RetireParams> = {
  type: 'naming.retire',
  about: 'Retires an identifier: its record stays as a tombstone with the reason.',
  authority: 'the holder of the record; an administrator of its prefix',
  params: map({ identifier, expectedVersion: version, reason }),
  execute(context, params) {
    const { transactionId } = context;
    const record = currentRecord(context, params.identifier, params.expectedVersion);
    if ('code' in record) return record;
    const refusal = refuseRecordAuthor(context, params.identifier, record.body.holder);
    if (refusal !== undefined) return refusal;
    const body = encodeRecordBody({
      ...record.body,
      status: 'retired',
      transactionId,
      reason: params.reason,
    });
    context.putVersion(recordKey(params.identifier), record.bytes, body);
    countRecords(context, prefixOf(params.identifier), { retired: 1 });
    logRecord(context, params.identifier);
    context.emit(retired, {
      identifier: params.identifier,
      version: record.envelope.version + 1,
      reason: params.reason,
    });
    return undefined;
  },
};

export function encodeRetire(params: RetireParams): Action {
  return encodeAction(retire, params);
}
