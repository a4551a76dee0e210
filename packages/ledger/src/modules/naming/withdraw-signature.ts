import type { Action } from '@touchmark/codec';
import type { ActionContext } from '../../kernel/action-context.ts';
import { map } from '../../kernel/map-schema.ts';
import type { ActionDefinition } from '../../kernel/module.ts';
import { encodeAction } from '../../kernel/read-params.ts';
import type { Refusal } from '../../kernel/refusal.ts';
import { refuse } from './errors.ts';
import { signatureWithdrawn } from './events.ts';
import { liveRequest } from './open-request.ts';
import { identifier, index, reason } from './params.ts';
import { putValue } from './put-value.ts';
import { writeRequest } from './signature-request.ts';
import type { SignatureRequest } from './signature-request.ts';

export interface WithdrawSignatureParams {
  readonly identifier: string;
  readonly index: number;
  readonly reason: string;
}

export const withdrawSignature: ActionDefinition<WithdrawSignatureParams> = {
  type: 'naming.withdraw-signature',
  about:
    "Takes the author's signature of a value back, where the request allows it. A value that then " +
    'has too few leaves the record, and waits for signatures again.',
  authority: 'a party that has signed the value',
  params: map({ identifier, index, reason }),
  execute(context, params) {
    const { author, transactionId } = context;
    const found = liveRequest(context, params.identifier, params.index);
    if ('code' in found) return found;
    const { record, request } = found;
    const refusal = refuseWithdrawal(context, request.body, params);
    if (refusal !== undefined) return refusal;
    const signatures = request.body.signatures.filter(({ party }) => party !== author);
    const wasResolved = request.body.status === 'resolved';
    const isEnough = signatures.length >= request.body.required;
    const status = wasResolved && isEnough ? 'resolved' : 'open';
    writeRequest(context, params.identifier, params.index, request.bytes, {
      ...request.body,
      status,
      signatures,
      transactionId,
    });
    const { identifier: name, reason: why } = params;
    context.emit(signatureWithdrawn, {
      identifier: name,
      index: params.index,
      party: author,
      reason: why,
    });
    if (!wasResolved || isEnough) return undefined;
    const version = putValue(context, name, record, params.index, undefined);
    return typeof version === 'number' ? undefined : version;
  },
};

function refuseWithdrawal(
  { author }: ActionContext,
  request: SignatureRequest,
  params: WithdrawSignatureParams,
): Refusal | undefined {
  const place = { identifier: params.identifier, index: params.index };
  if (!request.signatures.some(({ party }) => party === author)) {
    return refuse('NAMING_NOT_SIGNED', { ...place, author });
  }
  const { withdrawal, status } = request;
  if (withdrawal === 'always' || (withdrawal === 'before' && status === 'open')) return undefined;
  return refuse('NAMING_WITHDRAWAL_BARRED', { ...place, rule: withdrawal });
}

export function encodeWithdrawSignature(params: WithdrawSignatureParams): Action {
  return encodeAction(withdrawSignature, params);
}
