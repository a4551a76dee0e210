import type { Action } from '@touchmark/codec';
import { map } from '../../kernel/map-schema.ts';
import type { ActionDefinition } from '../../kernel/module.ts';
import { encodeAction } from '../../kernel/read-params.ts';
import { changeHolder } from './change-holder.ts';
import { currentPrefix } from './current-prefix.ts';
import { refuseHolder } from './delegate.ts';
import { prefixTransferred } from './events.ts';
import { organizationId, prefix, version } from './params.ts';
import { refuseTransfer } from './transfer.ts';

export interface TransferPrefixParams {
  readonly prefix: string;
  readonly expectedVersion: number;
  readonly to: string;
}

export const transferPrefix: ActionDefinition<TransferPrefixParams> = {
  type: 'naming.transfer-prefix',
  about:
    'Gives a prefix to another organization. Records and prefixes under it stay with their holders, ' +
    'and administrators appointed before have no more right, whoever holds it later.',
  authority: 'the holder of the prefix and the receiver: both sign the transaction',
  params: map({ prefix, expectedVersion: version, to: organizationId }),
  execute(context, params) {
    const found = currentPrefix(context, params.prefix, params.expectedVersion);
    if ('code' in found) return found;
    const from = found.body.holder;
    const refusal =
      refuseTransfer(context, params.prefix, from, params.to) ??
      refuseHolder(context, { prefix: params.prefix, holder: params.to });
    if (refusal !== undefined) return refusal;
    const next = changeHolder(context, params.prefix, found, params.to, null);
    context.emit(prefixTransferred, { prefix: params.prefix, version: next, from, to: params.to });
    return undefined;
  },
};

export function encodeTransferPrefix(params: TransferPrefixParams): Action {
  return encodeAction(transferPrefix, params);
}
