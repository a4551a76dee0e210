import type { Action } from '@touchmark/codec';
import type { ActionContext } from '../../kernel/action-context.ts';
import { map } from '../../kernel/map-schema.ts';
import type { ActionDefinition } from '../../kernel/module.ts';
import { encodeAction } from '../../kernel/read-params.ts';
import type { Refusal } from '../../kernel/refusal.ts';
import { logRecord } from './change-log.ts';
import { currentRecord } from './current-record.ts';
import { refuse } from './errors.ts';
import { transferred } from './events.ts';
import { recordKey } from './keys.ts';
import { refuseReceiver } from './organization-standing.ts';
import { identifier, organizationId, version } from './params.ts';
import { encodeRecordBody } from './record.ts';
import { closeRequests } from './signature-request.ts';

export interface TransferParams {
  readonly identifier: string;
  readonly expectedVersion: number;
  readonly to: string;
}

export const transfer: ActionDefinition<TransferParams> = {
  type: 'naming.transfer',
  about:
    'Gives a record to another organization. Its values stay, and so does its prefix; requests for ' +
    'signatures that are open are closed.',
  authority: 'the holder of the record and the receiver: both sign the transaction',
  params: map({ identifier, expectedVersion: version, to: organizationId }),
  execute(context, params) {
    const { transactionId } = context;
    const record = currentRecord(context, params.identifier, params.expectedVersion);
    if ('code' in record) return record;
    const from = record.body.holder;
    const refusal =
      refuseTransfer(context, params.identifier, from, params.to) ??
      // It was active when it signed; an action before this one may have ended that.
      refuseReceiver(context, params.to);
    if (refusal !== undefined) return refusal;
    const next = { ...record.body, holder: params.to, transactionId, reason: null };
    context.putVersion(recordKey(params.identifier), record.bytes, encodeRecordBody(next));
    // What the old holder has proposed, the receiver has not: it would change the record later.
    closeRequests(context, params.identifier, { transactionId, reason: 'transferred' }, 'open');
    logRecord(context, params.identifier);
    context.emit(transferred, {
      identifier: params.identifier,
      version: record.envelope.version + 1,
      from,
      to: params.to,
    });
    return undefined;
  },
};

/** Refuses a transfer that is none, or that one of the two sides has not signed. */
export function refuseTransfer(
  context: ActionContext,
  name: string,
  from: string,
  to: string,
): Refusal | undefined {
  if (from === to) return refuse('NAMING_TRANSFER_TO_HOLDER', { name, to });
  for (const organization of [from, to]) {
    const signed = context.signers.some((signer) => signer.organization === organization);
    if (!signed) return refuse('NAMING_TRANSFER_UNSIGNED', { name, organization });
  }
  return undefined;
}

export function encodeTransfer(params: TransferParams): Action {
  return encodeAction(transfer, params);
}
