import type { Action } from '@touchmark/codec';
import { firstExisting } from '../../kernel/first-existing.ts';
import { map } from '../../kernel/map-schema.ts';
import type { ActionDefinition } from '../../kernel/module.ts';
import { encodeAction } from '../../kernel/read-params.ts';
import { chargeRegistrations } from '../organizations/quota.ts';
import { orderEntries } from './batch-order.ts';
import { refuseAuthor } from './authority.ts';
import { countRecords } from './counts.ts';
import { refuseEntryForms } from './entry-forms.ts';
import { scanEntries } from './entry-table.ts';
import { refuse } from './errors.ts';
import { entries, prefix } from './params.ts';
import type { RawEntries, RegisterEntry } from './params.ts';
import { readPrefix } from './queries.ts';
import { RecordBatch } from './record-batch.ts';
import { emitRegistered } from './registered-events.ts';

export interface RegisterParams {
  readonly prefix: string;
  readonly entries: readonly RegisterEntry[];
}

interface RawRegisterParams {
  readonly prefix: string;
  readonly entries: RawEntries;
}

export const register: ActionDefinition<RawRegisterParams, RegisterParams> = {
  type: 'naming.register',
  about: 'Registers identifiers with their values under a prefix: all of them, or none.',
  authority: 'the holder of the prefix; an administrator of it',
  params: map({ prefix, entries }),
  execute(context, params) {
    const { author } = context;
    const found = readPrefix(context, params.prefix)?.body;
    if (found === undefined) return refuse('NAMING_PREFIX_UNKNOWN', { prefix: params.prefix });
    const place = { prefix: params.prefix, holder: found.holder };
    if (found.holder !== author) {
      const stranger = refuse('NAMING_NOT_PREFIX_HOLDER', { ...place, author });
      const refusal = refuseAuthor(context, place, 'act', stranger);
      if (refusal !== undefined) return refusal;
    }
    const table = scanEntries(params.entries);
    if ('code' in table) return table;
    const order = orderEntries(table);
    if ('code' in order) return order;
    const batch = new RecordBatch(context, place, table, order);
    const taken = firstExisting(context, batch.keys);
    if (taken >= 0) {
      const name = String.fromCharCode(...batch.keys[taken]!.subarray(1));
      return refuse('NAMING_IDENTIFIER_TAKEN', { entry: order[taken]!, identifier: name });
    }
    const malformed = refuseEntryForms(context, params.prefix, found.template, table);
    if (malformed !== undefined) return malformed;
    const exceeded = chargeRegistrations(context, table.count);
    if (exceeded !== undefined) return exceeded;
    batch.write();
    countRecords(context, params.prefix, { registered: table.count });
    emitRegistered(context, place, table);
    return undefined;
  },
};

export function encodeRegister(params: RegisterParams): Action {
  return encodeAction(register, params);
}
