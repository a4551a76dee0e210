import type { Action } from '@touchmark/codec';
import { map } from '../../kernel/map-schema.ts';
import type { ActionDefinition } from '../../kernel/module.ts';
import { encodeAction } from '../../kernel/read-params.ts';
import { requestClosed } from './events.ts';
import { liveRequest } from './open-request.ts';
import { identifier, index, reason } from './params.ts';
import { putValue } from './put-value.ts';
import { refuseRecordAuthor } from './record-author.ts';
import { writeRequest } from './signature-request.ts';

export interface CloseRequestParams {
  readonly identifier: string;
  readonly index: number;
  readonly reason: string;
}

export const closeRequest: ActionDefinition<CloseRequestParams> = {
  type: 'naming.close-request',
  about:
    'Ends a request for signatures. If its value had become part of the record, it is taken out.',
  authority: 'the holder of the record; an administrator of its prefix',
  params: map({ identifier, index, reason }),
  execute(context, params) {
    const { identifier: name, index: place, reason: why } = params;
    const found = liveRequest(context, name, place);
    if ('code' in found) return found;
    const { record, request } = found;
    const refusal = refuseRecordAuthor(context, name, record.body.holder);
    if (refusal !== undefined) return refusal;
    writeRequest(context, name, place, request.bytes, {
      ...request.body,
      status: 'closed',
      transactionId: context.transactionId,
      reason: why,
    });
    context.emit(requestClosed, { identifier: name, index: place, reason: why });
    if (request.body.status !== 'resolved') return undefined;
    const version = putValue(context, name, record, place, undefined);
    return typeof version === 'number' ? undefined : version;
  },
};

export function encodeCloseRequest(params: CloseRequestParams): Action {
  return encodeAction(closeRequest, params);
}
