import type { Action } from '@touchmark/codec';
import { map } from '../../kernel/map-schema.ts';
import type { ActionDefinition } from '../../kernel/module.ts';
import { encodeAction } from '../../kernel/read-params.ts';
import { addCounts } from './counts.ts';
import { currentRecord } from './current-record.ts';
import { refuse } from './errors.ts';
import { retired } from './events.ts';
import { recordKey } from './keys.ts';
import { identifier, reason, version } from './params.ts';
import { encodeRecordBody } from './record.ts';

export interface RetireParams {
  readonly identifier: string;
  readonly expectedVersion: number;
  readonly reason: string;
}

export const retire: ActionDefinition<RetireParams> = {
  type: 'naming.retire',
  about: 'Retires an identifier for good: its record stays as a tombstone with the reason.',
  authority: 'the holder of the record',
  params: map({ identifier, expectedVersion: version, reason }),
  execute(context, params) {
    const { author, transactionId } = context;
    const record = currentRecord(context, params.identifier, params.expectedVersion);
    if ('code' in record) return record;
    const { holder } = record.body;
    if (holder !== author) {
      return refuse('NAMING_NOT_RECORD_HOLDER', { identifier: params.identifier, holder, author });
    }
    const body = encodeRecordBody({
      ...record.body,
      status: 'retired',
      transactionId,
      reason: params.reason,
    });
    context.putVersion(recordKey(params.identifier), record.bytes, body);
    addCounts(context, params.identifier.slice(0, params.identifier.indexOf('/')), { retired: 1 });
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
