import type { Action } from '@touchmark/codec';
import { firstExisting } from '../../kernel/first-existing.ts';
import { map } from '../../kernel/map-schema.ts';
import type { ActionDefinition } from '../../kernel/module.ts';
import { encodeAction } from '../../kernel/read-params.ts';
import { chargeRegistrations } from '../organizations/quota.ts';
import { orderEntries } from './batch-order.ts';
import { addCounts } from './counts.ts';
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
  authority: 'the holder of the prefix',
  params: map({ prefix, entries }),
  execute(context, params) {
    const { author } = context;
    const holder = readPrefix(context, params.prefix)?.body.holder;
    if (holder === undefined) return refuse('NAMING_PREFIX_UNKNOWN', { prefix: params.prefix });
    if (holder !== author) {
      return refuse('NAMING_NOT_PREFIX_HOLDER', { prefix: params.prefix, holder, author });
    }
    const table = scanEntries(params.entries);
    if ('code' in table) return table;
    const order = orderEntries(table);
    if ('code' in order) return order;
    const batch = new RecordBatch(context, params.prefix, table, order);
    const taken = firstExisting(context, batch.keys);
    if (taken >= 0) {
      const name = String.fromCharCode(...batch.keys[taken]!.subarray(1));
      return refuse('NAMING_IDENTIFIER_TAKEN', { entry: order[taken]!, identifier: name });
    }
    const exceeded = chargeRegistrations(context, table.count);
    if (exceeded !== undefined) return exceeded;
    batch.write();
    addCounts(context, params.prefix, { registered: table.count });
    emitRegistered(context, params.prefix, table);
    return undefined;
  },
};

export function encodeRegister(params: RegisterParams): Action {
  return encodeAction(register, params);
}
