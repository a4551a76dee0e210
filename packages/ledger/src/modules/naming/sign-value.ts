import { equalBytes } from '@touchmark/codec';
import type { Action } from '@touchmark/codec';
import { sha256 } from '@touchmark/crypto';
import type { ActionContext } from '../../kernel/action-context.ts';
import { map } from '../../kernel/map-schema.ts';
import type { ActionDefinition } from '../../kernel/module.ts';
import { encodeAction } from '../../kernel/read-params.ts';
import type { Refusal } from '../../kernel/refusal.ts';
import { refuse } from './errors.ts';
import { valueResolved, valueSigned } from './events.ts';
import { digest, identifier, index } from './params.ts';
import { putValue } from './put-value.ts';
import { mayStillAct } from './record-author.ts';
import { openRequest } from './open-request.ts';
import { writeRequest } from './signature-request.ts';
import type { SignatureRequest } from './signature-request.ts';

export interface SignValueParams {
  readonly identifier: string;
  readonly index: number;
  /** SHA-256 of the CBOR of the value that is signed. */
  readonly digest: Uint8Array;
}

export const signValue: ActionDefinition<SignValueParams> = {
  type: 'naming.sign-value',
  about:
    'Signs a value that waits for signatures, for each signer of the transaction that is one of the ' +
    'parties. With the last one that is required it becomes part of the record.',
  authority: 'the parties named in the request',
  params: map({ identifier, index, digest }),
  execute(context, params) {
    const { transactionId } = context;
    const found = openRequest(context, params.identifier, params.index);
    if ('code' in found) return found;
    const { record, request } = found;
    const { body } = request;
    if (!equalBytes(sha256(body.value), params.digest)) {
      return refuse('NAMING_SIGNATURE_DIGEST', placeOf(params));
    }
    const signing = signingParties(context, body, params);
    if ('code' in signing) return signing;
    if (!mayStillAct(context, params.identifier, record.body.holder, body)) {
      return refuse('NAMING_REQUEST_LAPSED', { ...placeOf(params), asker: body.asker });
    }
    const added = signing.map((party) => ({ party, transactionId }));
    const signatures = [...body.signatures, ...added];
    const isEnough = signatures.length >= body.required;
    const status = isEnough ? 'resolved' : 'open';
    writeRequest(context, params.identifier, params.index, request.bytes, {
      ...body,
      status,
      signatures,
      transactionId,
    });
    const event = { ...placeOf(params), parties: signing, signed: signatures.length };
    context.emit(valueSigned, { ...event, required: body.required });
    if (!isEnough) return undefined;
    const version = putValue(context, params.identifier, record, params.index, body.value);
    if (typeof version !== 'number') return version;
    context.emit(valueResolved, { ...placeOf(params), version });
    return undefined;
  },
};

function placeOf(params: SignValueParams): { identifier: string; index: number } {
  return { identifier: params.identifier, index: params.index };
}

/** The parties among the transaction's signers whose signatures are not there yet. */
function signingParties(
  { author, signers }: ActionContext,
  request: SignatureRequest,
  params: SignValueParams,
): string[] | Refusal {
  const own = signers.map(({ organization }) => organization);
  const named = request.parties.filter((party) => own.includes(party));
  if (named.length === 0) return refuse('NAMING_NOT_A_PARTY', { ...placeOf(params), author });
  const signed = request.signatures.map(({ party }) => party);
  const missing = named.filter((party) => !signed.includes(party));
  if (missing.length > 0) return missing;
  return refuse('NAMING_SIGNED_ALREADY', { ...placeOf(params), party: named[0]! });
}

export function encodeSignValue(params: SignValueParams): Action {
  return encodeAction(signValue, params);
}
