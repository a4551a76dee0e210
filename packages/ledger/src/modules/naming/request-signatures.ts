import type { Action } from '@touchmark/codec';
import type { ActionContext } from '../../kernel/action-context.ts';
import { map } from '../../kernel/map-schema.ts';
import type { ActionDefinition } from '../../kernel/module.ts';
import { encodeAction } from '../../kernel/read-params.ts';
import type { Refusal } from '../../kernel/refusal.ts';
import { sha256 } from '@touchmark/crypto';
import { SIGNATURE_REQUESTS } from '../../limits.ts';
import { readOrganization } from '../organizations/queries.ts';
import { currentRecord } from './current-record.ts';
import { refuse } from './errors.ts';
import { signaturesRequested } from './events.ts';
import { identifier, moment, oneValue, parties, required, version, withdrawal } from './params.ts';
import type { RecordValue } from './record-value.ts';
import { askerOf, refuseRecordAuthor } from './record-author.ts';
import { countRequests, readRequest, writeRequest } from './signature-request.ts';
import type { Withdrawal } from './signature-request.ts';
import { isRestricted, keptValues, storedValues } from './stored-values.ts';
import { ByteCursor } from './byte-cursor.ts';
import { isImmutable } from './value-changes.ts';
import { ValueScanner } from './value-scanner.ts';
import type { ValueSlice } from './value-scanner.ts';

interface Common {
  readonly identifier: string;
  readonly expectedVersion: number;
  /** Organizations that may sign. */
  readonly parties: readonly string[];
  /** How many of them must. */
  readonly required: number;
  readonly withdrawal: Withdrawal;
  /** No signatures from this block time on; 0: at any time. */
  readonly untilMs: number;
}

export interface RequestSignaturesParams extends Common {
  readonly value: RecordValue;
}

interface RawParams extends Omit<Common, 'parties'> {
  readonly parties: string[];
  readonly value: Uint8Array;
}

export const requestSignatures: ActionDefinition<RawParams, RequestSignaturesParams> = {
  type: 'naming.request-signatures',
  about:
    'Proposes a value for a record, which becomes part of it when so many of the parties have signed, ' +
    'while who proposed it may act for the holder.',
  authority: 'the holder of the record; an administrator of its prefix',
  params: map({
    identifier,
    expectedVersion: version,
    value: oneValue,
    parties,
    required,
    withdrawal,
    untilMs: moment,
  }),
  execute(context, params) {
    const { identifier: name } = params;
    const record = currentRecord(context, name, params.expectedVersion);
    if ('code' in record) return record;
    const slice = scanValue(params.value);
    if ('code' in slice) return slice;
    const refusal =
      refuseRecordAuthor(context, name, record.body.holder) ??
      refuseParties(context, params) ??
      refuseIndex(context, name, slice.index, record.body.values);
    if (refusal !== undefined) return refusal;
    const current = readRequest(context, name, slice.index)?.bytes;
    writeRequest(context, name, slice.index, current, {
      status: 'open',
      value: params.value,
      parties: params.parties,
      required: params.required,
      withdrawal: params.withdrawal,
      untilMs: params.untilMs === 0 ? null : params.untilMs,
      signatures: [],
      transactionId: context.transactionId,
      reason: null,
      ...askerOf(context, name, record.body.holder),
    });
    context.emit(signaturesRequested, {
      identifier: name,
      index: slice.index,
      digest: sha256(params.value),
      parties: params.parties,
      required: params.required,
    });
    return undefined;
  },
};

/** The value as it would stand in a record: it must be one, and readable by everybody. */
function scanValue(value: Uint8Array): ValueSlice | Refusal {
  const slices: ValueSlice[] = [];
  const refusal = new ValueScanner(new ByteCursor(storedValues([value]), 0)).scan(slices);
  if (refusal !== undefined) return refusal;
  const [slice] = slices;
  if (slice !== undefined && !isRestricted(slice)) return slice;
  return refuse('NAMING_VALUE_INVALID', { value: 0, problem: 'permissions' });
}

function refuseParties(context: ActionContext, params: RawParams): Refusal | undefined {
  for (const party of params.parties) {
    if (readOrganization(context, party) === undefined) {
      return refuse('NAMING_PARTY_UNKNOWN', { party });
    }
  }
  if (params.required > params.parties.length) {
    const { required: wanted } = params;
    return refuse('NAMING_PARTIES_TOO_FEW', { required: wanted, parties: params.parties.length });
  }
  const { untilMs } = params;
  const { timeMs } = context.block;
  if (untilMs === 0 || untilMs > timeMs) return undefined;
  return refuse('NAMING_END_PAST', { untilMs, blockTimeMs: timeMs });
}

/** What is there already must be free to change. */
function refuseIndex(
  context: ActionContext,
  name: string,
  index: number,
  values: Uint8Array,
): Refusal | undefined {
  const before = readRequest(context, name, index)?.body;
  if (before !== undefined && before.status !== 'closed') {
    return refuse('NAMING_VALUE_UNDER_SIGNATURE', { identifier: name, index });
  }
  if (before === undefined && countRequests(context, name) >= SIGNATURE_REQUESTS) {
    return refuse('NAMING_TOO_MANY_REQUESTS', { identifier: name, limit: SIGNATURE_REQUESTS });
  }
  const value = keptValues(values).find(({ slice }) => slice.index === index);
  if (!isImmutable(value)) return undefined;
  return refuse('NAMING_VALUE_IMMUTABLE', { identifier: name, index });
}

export function encodeRequestSignatures(params: RequestSignaturesParams): Action {
  return encodeAction(requestSignatures, params);
}
