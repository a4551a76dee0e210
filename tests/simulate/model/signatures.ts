import { NO_RIGHT, stillHolds } from './authority.ts';
import { hexOf } from './bytes.ts';
import { bytesIn, numberOf, textOf, textsOf } from './call.ts';
import type { Call, Execute } from './call.ts';
import { logChange } from './counts.ts';
import {
  demandChangeable,
  liveRecord,
  mayAct,
  prefixOf,
  requestAt,
  seenRecord,
  suffixOf,
  wayOver,
  writeRecord,
} from './naming.ts';
import type { Params } from './params.ts';
import { demand, refuse } from './refused.ts';
import { pair } from './state.ts';
import type { RequestRow, ValueRow } from './rows.ts';
import type { ModelState } from './state.ts';
import { checkForm, checkValues, isRestricted, removeSecrets, valueDigest } from './values.ts';

/** Values that wait for signatures: section 7 of spec/ledger.md. */

const STATUS = { open: 0, resolved: 1, closed: 2 } as const;
const MOST_INDEXES = 64;
const WITHDRAWALS = ['never', 'before', 'always'];

/** Puts a value at an index of a record, or takes it out. */
function put(call: Call, identifier: string, index: number, value: ValueRow | undefined): void {
  const { state } = call;
  const { values } = state.records.get(identifier)!;
  demandChangeable(values.find(([other]) => other === index));
  const others = values.filter(([other]) => other !== index);
  const next = [...others, ...(value === undefined ? [] : [value])].toSorted(
    (left, right) => left[0] - right[0],
  );
  if (value !== undefined) {
    demand(next.length <= 64, 'NAMING_TOO_MANY_VALUES');
    checkForm(state, identifier, next);
  }
  removeSecrets(
    state,
    identifier,
    values.filter(([other]) => other === index),
  );
  writeRecord(call, identifier, { values: next });
}

const request: Execute = (call, params) => {
  const { state } = call;
  const identifier = textOf(params, 'identifier');
  const record = seenRecord(state, params);
  const [value] = checkValues([params['value']!]);
  if (value === undefined || isRestricted(value)) return refuse('NAMING_VALUE_INVALID');
  const { by } = wayOver(call, identifier) ?? refuse(NO_RIGHT);
  const parties = textsOf(params, 'parties');
  const areKnown = parties.every((id) => state.organizations.has(id));
  demand(areKnown, 'NAMING_PARTY_UNKNOWN');
  const required = numberOf(params, 'required');
  demand(required <= parties.length, 'NAMING_PARTIES_TOO_FEW');
  const untilMs = numberOf(params, 'untilMs');
  demand(untilMs === 0 || untilMs > state.journal.moment.timeMs, 'NAMING_END_PAST');
  const [index] = value;
  demand(requestAt(state, identifier, index) === undefined, 'NAMING_VALUE_UNDER_SIGNATURE');
  const asked = state.requests.names().filter((name) => name.startsWith(pair(identifier, '')));
  const isKnown = asked.includes(pair(identifier, index));
  demand(isKnown || asked.length < MOST_INDEXES, 'NAMING_TOO_MANY_REQUESTS');
  demandChangeable(record.values.find((known) => known[0] === index));
  state.requests.put(pair(identifier, index), {
    status: STATUS.open,
    value,
    parties,
    required,
    withdrawal: WITHDRAWALS.indexOf(textOf(params, 'withdrawal')) as 0 | 1 | 2,
    untilMs: untilMs === 0 ? null : untilMs,
    signed: [],
    tx: call.tx,
    reason: null,
    asker: call.author,
    by,
  });
  logChange(state, prefixOf(identifier), [suffixOf(identifier)]);
  call.events.push('naming.signatures-requested');
};

interface Live {
  readonly identifier: string;
  readonly index: number;
  readonly row: RequestRow;
}

function live({ state }: Call, params: Params): Live {
  const identifier = textOf(params, 'identifier');
  const index = numberOf(params, 'index');
  liveRecord(state, identifier);
  const row = requestAt(state, identifier, index) ?? refuse('NAMING_REQUEST_UNKNOWN');
  return { identifier, index, row };
}

/** Writes a request, and then the value that comes into the record or goes, if one does. */
function write(
  call: Call,
  { identifier, index, row }: Live,
  changes: Partial<RequestRow>,
  then?: { readonly put: ValueRow | undefined },
): void {
  call.state.requests.put(pair(identifier, index), { ...row, ...changes, tx: call.tx });
  if (then !== undefined) put(call, identifier, index, then.put);
  else logChange(call.state, prefixOf(identifier), [suffixOf(identifier)]);
}

/** Whether who asked for the signatures could ask for them now, by what it asked by then. */
function isAskerEntitled(state: ModelState, { identifier, row }: Live): boolean {
  const { holder } = state.records.get(identifier)!;
  const isOne = state.prefixes.get(prefixOf(identifier))?.holder === holder;
  return (row.by === null || isOne) && stillHolds(state, row.asker, holder, row.by);
}

const sign: Execute = (call, params) => {
  const found = live(call, params);
  const { row } = found;
  const { timeMs } = call.state.journal.moment;
  const isOver = row.status !== STATUS.open || (row.untilMs !== null && row.untilMs <= timeMs);
  demand(!isOver, 'NAMING_REQUEST_OVER');
  const isSame = valueDigest(row.value) === hexOf(bytesIn(params, 'digest'));
  demand(isSame, 'NAMING_SIGNATURE_DIGEST');
  const named = row.parties.filter((party) =>
    call.signers.some(({ organization }) => organization === party),
  );
  demand(named.length > 0, 'NAMING_NOT_A_PARTY');
  const missing = named.filter((party) => !row.signed.some(([signed]) => signed === party));
  demand(missing.length > 0, 'NAMING_SIGNED_ALREADY');
  demand(isAskerEntitled(call.state, found), 'NAMING_REQUEST_LAPSED');
  const signed = [...row.signed, ...missing.map((party) => [party, call.tx] as const)];
  const isEnough = signed.length >= row.required;
  const status = isEnough ? STATUS.resolved : STATUS.open;
  write(call, found, { signed, status }, isEnough ? { put: row.value } : undefined);
  call.events.push('naming.value-signed');
  if (isEnough) call.events.push('naming.value-resolved');
};

const withdraw: Execute = (call, params) => {
  const found = live(call, params);
  const { row } = found;
  const hasSigned = row.signed.some(([party]) => party === call.author);
  demand(hasSigned, 'NAMING_NOT_SIGNED');
  const isResolved = row.status === STATUS.resolved;
  const may = row.withdrawal === 2 || (row.withdrawal === 1 && !isResolved);
  demand(may, 'NAMING_WITHDRAWAL_BARRED');
  const signed = row.signed.filter(([party]) => party !== call.author);
  const isUndone = isResolved && signed.length < row.required;
  const status = isUndone ? STATUS.open : row.status;
  write(call, found, { signed, status }, isUndone ? { put: undefined } : undefined);
  call.events.push('naming.signature-withdrawn');
};

const closeRequest: Execute = (call, params) => {
  const found = live(call, params);
  const { identifier, row } = found;
  demand(mayAct(call, identifier), NO_RIGHT);
  const closed = { status: STATUS.closed, reason: textOf(params, 'reason') };
  write(call, found, closed, row.status === STATUS.resolved ? { put: undefined } : undefined);
  call.events.push('naming.request-closed');
};

export const SIGNATURE_ACTIONS: Readonly<Record<string, Execute>> = {
  'naming.request-signatures': request,
  'naming.sign-value': sign,
  'naming.withdraw-signature': withdraw,
  'naming.close-request': closeRequest,
};
