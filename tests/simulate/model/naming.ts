import { isCanonicalSuffix } from '@touchmark/codec';
import { demandRight, grantorsOf, holdsForActing, NO_RIGHT, wayOf } from './authority.ts';
import type { Way } from './authority.ts';
import { listOf, numberOf, textOf, textsOf } from './call.ts';
import type { Call, Execute } from './call.ts';
import { countHolder, countRecords, encodedBytes, logChange } from './counts.ts';
import { actsAs } from './membership.ts';
import { isList } from './params.ts';
import type { Params } from './params.ts';
import { chargeRegistrations } from './quotas.ts';
import { demand, refuse } from './refused.ts';
import { pair } from './state.ts';
import type { ModelState } from './state.ts';
import type { PrefixRow, RecordRow, RequestRow, ValueRow } from './rows.ts';
import {
  ADMIN_WRITE,
  checkForm,
  checkValues,
  kept,
  keepsSecret,
  PUBLIC_WRITE,
  putSecrets,
  removeSecrets,
  sameValue,
} from './values.ts';

/** Section 7 of spec/ledger.md: prefixes, administrations, records. */

export const prefixOf = (identifier: string): string =>
  identifier.slice(0, identifier.indexOf('/'));
export const suffixOf = (identifier: string): string =>
  identifier.slice(identifier.indexOf('/') + 1);

const GRADES = ['top-operator', 'secondary-operator', 'enterprise-operator'];

function demandReceiver(state: ModelState, id: string): void {
  const row = state.organizations.get(id);
  demand(row !== undefined, 'NAMING_HOLDER_UNKNOWN');
  demand(row.status === 0, 'NAMING_HOLDER_SUSPENDED');
}

function demandGrade(state: ModelState, prefix: string, id: string): void {
  const depth = Math.min(3, prefix.split('.').length);
  const isFit = GRADES.slice(0, depth).some((role) => actsAs(state, id, role));
  demand(isFit, 'NAMING_HOLDER_ROLE');
}

const delegate: Execute = (call, params) => {
  const { state, author, isDecision } = call;
  const [prefix, holder] = [textOf(params, 'prefix'), textOf(params, 'holder')];
  const parent = prefix.split('.').slice(0, -1).join('.');
  if (parent !== '') {
    const above = state.prefixes.get(parent) ?? refuse('NAMING_PARENT_UNKNOWN');
    const right = { prefix: parent, organization: author, holder: above.holder, isDecision };
    demandRight(state, { ...right, toDelegate: true });
  }
  demandReceiver(state, holder);
  demandGrade(state, prefix, holder);
  demand(!state.prefixes.has(prefix), 'NAMING_PREFIX_TAKEN');
  state.prefixes.put(prefix, {
    holder,
    tx: call.tx,
    afterMs: null,
    template: null,
    tenure: 1,
    reason: null,
  });
  countHolder(state, prefix, holder, undefined);
  logChange(state, prefix, ['']);
  call.events.push('naming.delegated');
};

/** Whether delegating a prefix is nobody's but the prefix above's. */
export const isOwnDelegation = (params: Params): boolean => textOf(params, 'prefix').includes('.');

/** The prefix at the version that the author has seen. */
function seenPrefix(state: ModelState, params: Params): PrefixRow {
  const prefix = textOf(params, 'prefix');
  const row = state.prefixes.get(prefix) ?? refuse('NAMING_PREFIX_UNKNOWN');
  const isSeen = state.prefixes.stamp(prefix).version === numberOf(params, 'expectedVersion');
  demand(isSeen, 'NAMING_VERSION_CONFLICT');
  return row;
}

function demandBothSides(call: Call, holder: string, to: string): void {
  demand(holder !== to, 'NAMING_TRANSFER_TO_HOLDER');
  const isSigned = [holder, to].every((id) =>
    call.signers.some(({ organization }) => organization === id),
  );
  demand(isSigned, 'NAMING_TRANSFER_UNSIGNED');
  demandReceiver(call.state, to);
}

const transferPrefix: Execute = (call, params) => {
  const { state } = call;
  const row = seenPrefix(state, params);
  const [prefix, to] = [textOf(params, 'prefix'), textOf(params, 'to')];
  demandBothSides(call, row.holder, to);
  demandGrade(state, prefix, to);
  changeHolder(call, prefix, to, null);
  call.events.push('naming.prefix-transferred');
};

function changeHolder(
  { state, tx }: Call,
  prefix: string,
  to: string,
  reason: string | null,
): void {
  const row = state.prefixes.get(prefix)!;
  state.prefixes.put(prefix, { ...row, holder: to, tx, tenure: row.tenure + 1, reason });
  countHolder(state, prefix, to, row.holder);
  logChange(state, prefix, ['']);
}

/** Nobody can sign for the holder, and not for a short time alone. */
function demandGone(state: ModelState, holder: string): void {
  const { status = 2, untilMs = null } = state.organizations.get(holder) ?? {};
  const isGone = status === 2 || (status === 1 && untilMs === null);
  demand(isGone, 'NAMING_HOLDER_PRESENT');
}

const reassignPrefix: Execute = (call, params) => {
  const { state } = call;
  const row = seenPrefix(state, params);
  const [prefix, to] = [textOf(params, 'prefix'), textOf(params, 'to')];
  demandGone(state, row.holder);
  demandReceiver(state, to);
  demandGrade(state, prefix, to);
  changeHolder(call, prefix, to, textOf(params, 'reason'));
  call.events.push('naming.prefix-reassigned');
};

const delegateAdministration: Execute = (call, params) => {
  const { state, author, isDecision } = call;
  const { timeMs } = state.journal.moment;
  const [prefix, administrator] = [textOf(params, 'prefix'), textOf(params, 'administrator')];
  const holder = state.prefixes.get(prefix)?.holder ?? refuse('NAMING_PREFIX_UNKNOWN');
  const right = { prefix, holder, isDecision, toDelegate: true };
  const { path, by } = demandRight(state, { ...right, organization: author });
  demand(!path.includes(administrator), 'NAMING_ADMINISTRATION_CYCLE');
  demand(path.length < 16, 'NAMING_ADMINISTRATION_DEPTH');
  demandReceiver(state, administrator);
  const untilMs = numberOf(params, 'untilMs');
  demand(untilMs === 0 || untilMs > timeMs, 'NAMING_END_PAST');
  const place = pair(prefix, administrator);
  const before = state.administrations.get(place);
  if (before !== undefined && before.grantor !== author && author !== holder) {
    demand(!holdsForActing(state, prefix, administrator), 'NAMING_ADMINISTRATION_TAKEN');
  }
  const mayDelegate = textOf(params, 'mayDelegate') === 'yes';
  // Who keeps what it had keeps those below it as well.
  const isKept =
    before !== undefined &&
    holdsForActing(state, prefix, administrator) &&
    (mayDelegate || !before.mayDelegate);
  const number = before === undefined ? 1 : before.number + (isKept ? 0 : 1);
  state.administrations.put(place, {
    status: 0,
    grantor: author,
    mayDelegate,
    untilMs: untilMs === 0 ? null : untilMs,
    tx: call.tx,
    reason: null,
    tenure: state.prefixes.get(prefix)!.tenure,
    number,
    by,
  });
  logChange(state, prefix, ['']);
  call.events.push('naming.administration-delegated');
};

const revokeAdministration: Execute = (call, params) => {
  const { state, author, isDecision } = call;
  const [prefix, administrator] = [textOf(params, 'prefix'), textOf(params, 'administrator')];
  const holder = state.prefixes.get(prefix)?.holder ?? refuse('NAMING_PREFIX_UNKNOWN');
  const place = pair(prefix, administrator);
  const row = state.administrations.get(place);
  if (row === undefined || row.status !== 0) return refuse('NAMING_ADMINISTRATION_NONE');
  if (author !== administrator && author !== row.grantor) {
    demandRight(state, { prefix, holder, organization: author, isDecision, toDelegate: true });
    // Not one's peers, nor those above.
    const isAbove = author === holder || grantorsOf(state, prefix, administrator).includes(author);
    demand(isAbove, 'NAMING_ADMINISTRATION_NOT_BELOW');
  }
  const reason = textOf(params, 'reason');
  state.administrations.put(place, { ...row, status: 1, tx: call.tx, reason });
  logChange(state, prefix, ['']);
  call.events.push('naming.administration-revoked');
};

/** Changes the rules of a prefix: its holder's alone. */
function setRules(call: Call, params: Params, rules: Partial<PrefixRow>): void {
  const row = seenPrefix(call.state, params);
  demand(row.holder === call.author, NO_RIGHT);
  const prefix = textOf(params, 'prefix');
  call.state.prefixes.put(prefix, { ...row, ...rules, tx: call.tx });
  logChange(call.state, prefix, ['']);
}

const setTemplate: Execute = (call, params) => {
  const [required, optional] = [textsOf(params, 'required'), textsOf(params, 'optional')];
  const others = textOf(params, 'others') === 'yes';
  const isTwice = required.some((type) => optional.includes(type));
  demand(!isTwice, 'NAMING_TEMPLATE_AMBIGUOUS');
  const isNone = required.length === 0 && optional.length === 0 && others;
  setRules(call, params, { template: isNone ? null : { others, required, optional } });
  call.events.push('naming.template-set');
};

const setReregistration: Execute = (call, params) => {
  const afterMs = numberOf(params, 'afterMs');
  setRules(call, params, { afterMs: afterMs === 0 ? null : afterMs });
  call.events.push('naming.reregistration-set');
};

const register: Execute = (call, params) => {
  const { state, author, isDecision } = call;
  const prefix = textOf(params, 'prefix');
  const holder = state.prefixes.get(prefix)?.holder ?? refuse('NAMING_PREFIX_UNKNOWN');
  demandRight(state, { prefix, holder, organization: author, isDecision, toDelegate: false });
  const entries = listOf(params, 'entries').map((entry) => {
    demand(isList(entry) && entry.length === 2, 'NAMING_ENTRY_SHAPE');
    const [suffix] = entry;
    demand(typeof suffix === 'string', 'NAMING_ENTRY_SHAPE');
    demand(isCanonicalSuffix(suffix), 'NAMING_SUFFIX_INVALID');
    return { suffix, identifier: `${prefix}/${suffix}`, values: checkValues(entry[1]) };
  });
  const isRepeated = new Set(entries.map(({ suffix }) => suffix)).size < entries.length;
  demand(!isRepeated, 'NAMING_SUFFIX_REPEATED');
  const isTaken = entries.some(({ identifier }) => state.records.has(identifier));
  demand(!isTaken, 'NAMING_IDENTIFIER_TAKEN');
  for (const { identifier, values } of entries) checkForm(state, identifier, values);
  chargeRegistrations(call, entries.length);
  for (const { identifier, values } of entries) {
    putSecrets(state, identifier, values);
    state.records.put(identifier, {
      status: 0,
      holder,
      tx: call.tx,
      values: values.map(kept),
      reason: null,
    });
  }
  countRecords(state, prefix, { registered: entries.length });
  for (const some of inEvents(entries.map(({ suffix }) => suffix))) {
    logChange(state, prefix, some);
    call.events.push('naming.registered');
  }
};

/** As many in each as fit into 1,500 bytes, and at least one. */
function inEvents(suffixes: readonly string[]): string[][] {
  const lists: string[][] = [];
  let bytes = 0;
  for (const suffix of suffixes) {
    bytes += encodedBytes(suffix);
    const last = lists.at(-1);
    if (last === undefined || bytes > 1_500) {
      lists.push([suffix]);
      bytes = encodedBytes(suffix);
    } else last.push(suffix);
  }
  return lists;
}

export function liveRecord(state: ModelState, identifier: string): RecordRow {
  const row = state.records.get(identifier) ?? refuse('NAMING_IDENTIFIER_UNKNOWN');
  demand(row.status === 0, 'NAMING_IDENTIFIER_RETIRED');
  return row;
}

/** The record at the version that the author has seen. */
export function seenRecord(state: ModelState, params: Params): RecordRow {
  const row = liveRecord(state, textOf(params, 'identifier'));
  demandVersion(state, params);
  return row;
}

function demandVersion(state: ModelState, params: Params): void {
  const { version } = state.records.stamp(textOf(params, 'identifier'));
  demand(version === numberOf(params, 'expectedVersion'), 'NAMING_VERSION_CONFLICT');
}

/** How the author may act over a record; undefined: it may not. */
export function wayOver({ state, author, isDecision }: Call, identifier: string): Way | undefined {
  const { holder } = state.records.get(identifier)!;
  if (author === holder) return { path: [holder], by: null };
  const prefix = prefixOf(identifier);
  if (state.prefixes.get(prefix)?.holder !== holder) return undefined;
  return wayOf(state, { prefix, holder, organization: author, isDecision, toDelegate: false });
}

export const mayAct = (call: Call, identifier: string): boolean =>
  wayOver(call, identifier) !== undefined;

/** Writes the next version of a record, and notes it. */
export function writeRecord(call: Call, identifier: string, changes: Partial<RecordRow>): void {
  const { records } = call.state;
  records.put(identifier, { ...records.get(identifier)!, ...changes, tx: call.tx });
  logChange(call.state, prefixOf(identifier), [suffixOf(identifier)]);
}

export const requestAt = (
  state: ModelState,
  identifier: string,
  index: number,
): RequestRow | undefined => {
  const row = state.requests.get(pair(identifier, index));
  return row === undefined || row.status === 2 ? undefined : row;
};

const update: Execute = (call, params) => {
  const { state } = call;
  const identifier = textOf(params, 'identifier');
  const { values: before } = seenRecord(state, params);
  const given = checkValues(params['values']);
  const { after, changed } = changesOf(before, given);
  demand(changed.length > 0, 'NAMING_NOTHING_CHANGED');
  for (const index of changed) demandChange(call, identifier, at(before, index), at(after, index));
  const isWaiting = changed.some((index) => requestAt(state, identifier, index) !== undefined);
  demand(!isWaiting, 'NAMING_VALUE_UNDER_SIGNATURE');
  checkForm(state, identifier, after);
  followSecrets(state, identifier, before, given, changed);
  writeRecord(call, identifier, { values: after });
  call.events.push('naming.updated');
};

const at = (list: readonly ValueRow[], index: number): ValueRow | undefined =>
  list.find((value) => value[0] === index);

/** The values as they are kept, and the indexes at which they differ from those before. */
function changesOf(before: readonly ValueRow[], given: readonly ValueRow[]) {
  const after = given.map((value) =>
    keepsSecret(at(before, value[0]), value) ? value : kept(value),
  );
  const all = new Set([...before, ...after].map(([index]) => index));
  const changed = [...all]
    .filter((index) => !sameValue(at(before, index), at(after, index)))
    .toSorted((left, right) => left - right);
  return { after, changed };
}

/** Secrets go and come with their values. */
function followSecrets(
  state: ModelState,
  identifier: string,
  before: readonly ValueRow[],
  given: readonly ValueRow[],
  changed: readonly number[],
): void {
  for (const index of changed) {
    const [old, next] = [at(before, index), at(given, index)];
    if (next !== undefined && keepsSecret(old, next)) continue;
    if (old !== undefined) removeSecrets(state, identifier, [old]);
    if (next !== undefined) putSecrets(state, identifier, [next]);
  }
}

export function demandChangeable(value: ValueRow | undefined): void {
  demand(value === undefined || (value[4] & ADMIN_WRITE) !== 0, 'NAMING_VALUE_IMMUTABLE');
}

function demandChange(
  call: Call,
  identifier: string,
  before: ValueRow | undefined,
  after: ValueRow | undefined,
): void {
  demandChangeable(before);
  if (before !== undefined && after !== undefined && (before[4] & PUBLIC_WRITE) !== 0) {
    if ([0, 1, 3, 4].every((place) => before[place] === after[place])) return;
  }
  demand(mayAct(call, identifier), NO_RIGHT);
}

/** Ends the requests for signatures of an identifier, and says why. */
function closeRequests(call: Call, identifier: string, statuses: number[], reason: string): void {
  const { requests } = call.state;
  for (const name of requests.names()) {
    const row = requests.get(name)!;
    if (!name.startsWith(pair(identifier, '')) || !statuses.includes(row.status)) continue;
    requests.put(name, { ...row, status: 2, tx: call.tx, reason });
  }
}

const transfer: Execute = (call, params) => {
  const identifier = textOf(params, 'identifier');
  const row = seenRecord(call.state, params);
  const to = textOf(params, 'to');
  demandBothSides(call, row.holder, to);
  closeRequests(call, identifier, [0], 'transferred');
  writeRecord(call, identifier, { holder: to, reason: null });
  call.events.push('naming.transferred');
};

const reassign: Execute = (call, params) => {
  const { state } = call;
  const identifier = textOf(params, 'identifier');
  const row = liveRecord(state, identifier);
  const to = textOf(params, 'to');
  demandGone(state, row.holder);
  demandReceiver(state, to);
  writeRecord(call, identifier, { holder: to, reason: textOf(params, 'reason') });
  call.events.push('naming.reassigned');
};

const retire: Execute = (call, params) => {
  const identifier = textOf(params, 'identifier');
  seenRecord(call.state, params);
  demand(mayAct(call, identifier), NO_RIGHT);
  countRecords(call.state, prefixOf(identifier), { retired: 1, dayRetired: 1 });
  writeRecord(call, identifier, { status: 1, reason: textOf(params, 'reason') });
  call.events.push('naming.retired');
};

const reregister: Execute = (call, params) => {
  const { state } = call;
  const identifier = textOf(params, 'identifier');
  const row = state.records.get(identifier) ?? refuse('NAMING_IDENTIFIER_UNKNOWN');
  demand(row.status === 1, 'NAMING_NOT_RETIRED');
  demandVersion(state, params);
  demand(mayAct(call, identifier), NO_RIGHT);
  const prefix = prefixOf(identifier);
  const afterMs = state.prefixes.get(prefix)?.afterMs ?? refuse('NAMING_REREGISTRATION_NEVER');
  const fromMs = state.records.stamp(identifier).timeMs + afterMs;
  demand(state.journal.moment.timeMs >= fromMs, 'NAMING_REREGISTRATION_EARLY');
  const given = checkValues(params['values']);
  const { after, changed } = changesOf(row.values, given);
  for (const index of changed) demandChangeable(at(row.values, index));
  checkForm(state, identifier, after);
  chargeRegistrations(call, 1);
  followSecrets(state, identifier, row.values, given, changed);
  closeRequests(call, identifier, [0, 1], 're-registered');
  countRecords(state, prefix, { retired: -1 });
  writeRecord(call, identifier, { status: 0, values: after, reason: null });
  call.events.push('naming.reregistered');
};

export const NAMING_ACTIONS: Readonly<Record<string, Execute>> = {
  'naming.delegate': delegate,
  'naming.transfer-prefix': transferPrefix,
  'naming.reassign-prefix': reassignPrefix,
  'naming.delegate-administration': delegateAdministration,
  'naming.revoke-administration': revokeAdministration,
  'naming.set-template': setTemplate,
  'naming.set-reregistration': setReregistration,
  'naming.register': register,
  'naming.update': update,
  'naming.transfer': transfer,
  'naming.reassign': reassign,
  'naming.retire': retire,
  'naming.reregister': reregister,
};
