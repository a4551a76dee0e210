import { encode, keyProofMessage } from '@touchmark/codec';
import { keyId, publicKeyIsAcceptable, sha256 } from '@touchmark/crypto';
import type { SignatureAlgorithm } from '@touchmark/crypto';
import { bytesIn, numberOf, recordsOf, textOf, textsOf } from './call.ts';
import type { Call, Execute } from './call.ts';
import { hexOf, inOrder } from './bytes.ts';
import type { Params } from './params.ts';
import { demand, refuse } from './refused.ts';
import { applicationValue, pair, ROLES } from './state.ts';
import type { ApplicationRow, KeyRow, ModelState, OrganizationRow } from './state.ts';

/** Section 6 of spec/ledger.md: members, their keys, applications, documents. */

const DAY_MS = 86_400_000;

export const actsAs = (state: ModelState, id: string, role: string): boolean => {
  const row = state.organizations.get(id);
  return row?.status === 0 && row.roles.includes(role);
};

export const isActive = (state: ModelState, id: string): boolean =>
  state.organizations.get(id)?.status === 0;

const inRoleOrder = (roles: readonly string[]): string[] =>
  ROLES.filter((role) => roles.includes(role));

const rolesInForce = (row: OrganizationRow | undefined): readonly string[] =>
  row?.status === 0 ? row.roles : [];

/** Writes the next version, the indexes, and the membership if who may act has changed. */
export function writeOrganization(state: ModelState, id: string, next: OrganizationRow): void {
  const before = state.organizations.get(id);
  state.organizations.put(id, next);
  for (const [number, role] of ROLES.entries()) {
    const name = pair(String(number), id);
    if (rolesInForce(next).includes(role)) state.roleIndex.put(name, true);
    else state.roleIndex.remove(name);
  }
  if (before?.untilMs != null && before.untilMs !== next.untilMs) {
    state.endings.remove(pair(String(before.untilMs), id));
  }
  if (next.untilMs !== null) state.endings.put(pair(String(next.untilMs), id), true);
  const isSame =
    (before?.status === 0) === (next.status === 0) &&
    rolesInForce(before).join() === rolesInForce(next).join();
  if (!isSame) countMembers(state);
}

/** All of them counted anew. */
function countMembers(state: ModelState): void {
  const [epoch] = state.membership.get('') ?? [0];
  const rows = [...state.organizations.names()].map((id) => state.organizations.get(id)!);
  const active = rows.filter(({ status }) => status === 0);
  const byRole = ROLES.map((role) => active.filter(({ roles }) => roles.includes(role)).length);
  state.membership.put('', [epoch + 1, active.length, byRole]);
}

export const idOfKey = (algorithm: string, publicKey: Uint8Array): string =>
  // The form of the params has shown that it is one of the three.
  hexOf(keyId(algorithm as SignatureAlgorithm, publicKey));

function putKey(state: ModelState, name: string, row: KeyRow): void {
  const before = state.keys.get(name);
  if (before !== undefined) {
    state.keyIndex.remove(pair(before.organization, `${before.status}${name}`));
  }
  state.keys.put(name, row);
  state.keyIndex.put(pair(row.organization, `${row.status}${name}`), true);
}

interface NewKey {
  readonly status?: 0 | 2;
  readonly label?: string;
  readonly scopes?: readonly string[];
  readonly notBeforeMs?: number;
  readonly notAfterMs?: number;
}

function registerKey(call: Call, organization: string, given: Params, terms: NewKey = {}): void {
  const algorithm = textOf(given, 'algorithm') as SignatureAlgorithm;
  const publicKey = bytesIn(given, 'publicKey');
  const { status = 0, label = '', scopes = [], notBeforeMs = 0, notAfterMs = 0 } = terms;
  demand(publicKeyIsAcceptable(algorithm, publicKey), 'ORGANIZATIONS_KEY_UNACCEPTABLE');
  demand(notAfterMs === 0 || notAfterMs > notBeforeMs, 'ORGANIZATIONS_KEY_VALIDITY');
  const name = idOfKey(algorithm, publicKey);
  demand(!call.state.keys.has(name), 'ORGANIZATIONS_KEY_TAKEN');
  putKey(call.state, name, {
    status,
    organization,
    algorithm,
    publicKey,
    tx: call.tx,
    reason: null,
    label,
    scopes,
    notBeforeMs,
    notAfterMs,
  });
}

/** Whether whoever brings a key holds it. */
function demandProof(call: Call, organization: string, given: Params): void {
  const { checks, chainId, verify } = call;
  demand(checks.own > 0, 'TRANSACTION_SIGNATURES_EXCEEDED');
  checks.own -= 1;
  demand(checks.block.left > 0, 'BLOCK_FULL');
  checks.block.left -= 1;
  const algorithm = textOf(given, 'algorithm') as SignatureAlgorithm;
  const publicKey = bytesIn(given, 'publicKey');
  const message = keyProofMessage({ chainId, organization }, { algorithm, publicKey });
  const holds = verify(algorithm, publicKey, message, bytesIn(given, 'proof'));
  demand(holds, 'ORGANIZATIONS_KEY_UNPROVEN');
}

export const keysOf = (state: ModelState, organization: string, status: number): string[] =>
  [...state.keys.names()]
    .filter((name) => {
      const row = state.keys.get(name);
      return row?.organization === organization && row.status === status;
    })
    .toSorted(inOrder);

export const signsAt = (row: KeyRow, timeMs: number): boolean =>
  row.status === 0 &&
  row.notBeforeMs <= timeMs &&
  (row.notAfterMs === 0 || timeMs < row.notAfterMs);

function known(state: ModelState, id: string): OrganizationRow {
  return state.organizations.get(id) ?? refuse('ORGANIZATIONS_UNKNOWN');
}

function staying(state: ModelState, id: string): OrganizationRow {
  const row = known(state, id);
  demand(row.status !== 2, 'ORGANIZATIONS_LEFT');
  return row;
}

function demandAnotherAdministrator(state: ModelState, id: string): void {
  const isOne = actsAs(state, id, 'administrator');
  const others = [...state.organizations.names()].some(
    (other) => other !== id && actsAs(state, other, 'administrator'),
  );
  demand(!isOne || others, 'ORGANIZATIONS_LAST_ADMINISTRATOR');
}

/** Changes an organization's row, by the transaction. */
function change(call: Call, id: string, changes: Partial<OrganizationRow>): void {
  const row = known(call.state, id);
  writeOrganization(call.state, id, { ...row, tx: call.tx, ...changes });
}

const admit: Execute = (call, params) => {
  const id = textOf(params, 'id');
  demand(!call.state.organizations.has(id), 'ORGANIZATIONS_ALREADY_ADMITTED');
  found(call, id, textOf(params, 'name'), textsOf(params, 'roles'));
  for (const given of recordsOf(params, 'keys')) registerKey(call, id, given);
  for (const given of recordsOf(params, 'keys')) demandProof(call, id, given);
  call.events.push('organizations.admitted');
};

function found(call: Call, id: string, name: string, roles: readonly string[]): void {
  writeOrganization(call.state, id, {
    status: 0,
    name,
    roles: inRoleOrder(roles),
    tx: call.tx,
    reason: null,
    untilMs: null,
  });
}

const suspend: Execute = (call, params) => {
  const id = textOf(params, 'id');
  const row = staying(call.state, id);
  const isForGood = row.status === 1 && row.untilMs === null;
  demand(!isForGood, 'ORGANIZATIONS_ALREADY_SUSPENDED');
  demandAnotherAdministrator(call.state, id);
  change(call, id, { status: 1, reason: textOf(params, 'reason'), untilMs: null });
  call.events.push('organizations.suspended');
};

const URGENCY_PAUSE_MS = 604_800_000;

const suspendUrgently: Execute = (call, params) => {
  const { state } = call;
  const { timeMs } = state.journal.moment;
  const id = textOf(params, 'id');
  const row = staying(state, id);
  demand(row.status !== 1, 'ORGANIZATIONS_ALREADY_SUSPENDED');
  const last = state.urgencies.get(id);
  const isTooSoon = last !== undefined && timeMs < last + URGENCY_PAUSE_MS;
  demand(!isTooSoon, 'ORGANIZATIONS_URGENCY_REPEATED');
  demandAnotherAdministrator(state, id);
  const untilMs = timeMs + numberOf(params, 'hours') * 3_600_000;
  change(call, id, { status: 1, reason: textOf(params, 'reason'), untilMs });
  state.urgencies.put(id, untilMs);
  call.events.push('organizations.suspended-urgently');
};

const reinstate: Execute = (call, params) => {
  const id = textOf(params, 'id');
  const row = staying(call.state, id);
  demand(row.status === 1, 'ORGANIZATIONS_NOT_SUSPENDED');
  change(call, id, { status: 0, reason: textOf(params, 'reason'), untilMs: null });
  call.events.push('organizations.reinstated');
};

/** Ends the first suspension whose time is over; false if none is. */
export function endSuspension(state: ModelState, events: string[]): boolean {
  const { timeMs } = state.journal.moment;
  const due = [...state.organizations.names()]
    .map((id) => ({ id, untilMs: state.organizations.get(id)?.untilMs ?? Infinity }))
    .filter(({ untilMs }) => untilMs <= timeMs)
    .toSorted((left, right) => left.untilMs - right.untilMs || inOrder(left.id, right.id));
  const [first] = due;
  if (first === undefined) return false;
  const row = known(state, first.id);
  writeOrganization(state, first.id, { ...row, status: 0, untilMs: null });
  events.push('organizations.reinstated');
  return true;
}

const setRoles: Execute = (call, params) => {
  const id = textOf(params, 'id');
  staying(call.state, id);
  const roles = inRoleOrder(textsOf(params, 'roles'));
  if (!roles.includes('administrator')) demandAnotherAdministrator(call.state, id);
  change(call, id, { roles });
  call.events.push('organizations.roles-set');
};

const leave: Execute = (call, params) => {
  const id = textOf(params, 'id');
  staying(call.state, id);
  demandAnotherAdministrator(call.state, id);
  change(call, id, { status: 2, reason: textOf(params, 'reason'), untilMs: null });
  call.events.push('organizations.left');
};

const MOST_KEYS = 32;

const addKey: Execute = (call, params) => {
  const id = textOf(params, 'id');
  demand(call.author === id, 'ORGANIZATIONS_NOT_ITSELF');
  demand(keysOf(call.state, id, 0).length < MOST_KEYS, 'ORGANIZATIONS_TOO_MANY_KEYS');
  registerKey(call, id, params, {
    label: textOf(params, 'label'),
    scopes: textsOf(params, 'scopes'),
    notBeforeMs: numberOf(params, 'notBeforeMs'),
    notAfterMs: numberOf(params, 'notAfterMs'),
  });
  demandProof(call, id, params);
  call.events.push('organizations.key-added');
};

/** A key of this organization that signs, or did. */
function ownKey(state: ModelState, id: string, name: string): KeyRow {
  const row = state.keys.get(name);
  if (row === undefined || row.organization !== id || row.status === 2) {
    return refuse('ORGANIZATIONS_KEY_UNKNOWN');
  }
  demand(row.status !== 1, 'ORGANIZATIONS_KEY_ALREADY_REVOKED');
  return row;
}

const rotateKey: Execute = (call, params) => {
  const { state } = call;
  const id = textOf(params, 'id');
  demand(call.author === id, 'ORGANIZATIONS_NOT_ITSELF');
  const name = hexOf(bytesIn(params, 'keyId'));
  const row = ownKey(state, id, name);
  demand(keysOf(state, id, 0).length < MOST_KEYS, 'ORGANIZATIONS_TOO_MANY_KEYS');
  registerKey(call, id, params, { label: row.label, scopes: row.scopes });
  const endMs = state.journal.moment.timeMs + numberOf(params, 'overlapMs');
  const notAfterMs = row.notAfterMs === 0 ? endMs : Math.min(row.notAfterMs, endMs);
  putKey(state, name, { ...row, tx: call.tx, notAfterMs });
  demandProof(call, id, params);
  call.events.push('organizations.key-rotated');
};

const revokeKey: Execute = (call, params) => {
  const { state } = call;
  const id = textOf(params, 'id');
  known(state, id);
  const name = hexOf(bytesIn(params, 'keyId'));
  const row = ownKey(state, id, name);
  const { timeMs } = state.journal.moment;
  const others = keysOf(state, id, 0).filter((other) => other !== name);
  const isAnotherLeft = others.some((other) => {
    const key = state.keys.get(other)!;
    return key.scopes.length === 0 && signsAt(key, timeMs);
  });
  demand(isAnotherLeft, 'ORGANIZATIONS_LAST_KEY');
  putKey(state, name, { ...row, status: 1, tx: call.tx, reason: textOf(params, 'reason') });
  call.events.push('organizations.key-revoked');
};

function revokeAll(call: Call, id: string, status: number, reason: string): void {
  for (const name of keysOf(call.state, id, status)) {
    putKey(call.state, name, { ...call.state.keys.get(name)!, status: 1, tx: call.tx, reason });
  }
}

const setRecovery: Execute = (call, params) => {
  const id = textOf(params, 'id');
  known(call.state, id);
  const keys = recordsOf(params, 'keys');
  const threshold = numberOf(params, 'threshold');
  const holds = threshold <= keys.length && (threshold === 0) === (keys.length === 0);
  demand(holds, 'ORGANIZATIONS_RECOVERY_THRESHOLD');
  revokeAll(call, id, 2, 'other recovery keys were named');
  for (const given of keys) {
    registerKey(call, id, given, { status: 2 });
    demandProof(call, id, given);
  }
  call.state.thresholds.put(id, threshold);
  call.events.push('organizations.recovery-set');
};

const recover: Execute = (call, params) => {
  const id = textOf(params, 'id');
  known(call.state, id);
  revokeAll(call, id, 0, textOf(params, 'reason'));
  for (const given of recordsOf(params, 'keys')) {
    registerKey(call, id, given);
    demandProof(call, id, given);
  }
  call.events.push('organizations.recovered');
};

const CREDIT = '0123456789ABCDEFGHJKLMNPQRTUWXY';

export function isCreditCode(code: string): boolean {
  if (!/^[0-9A-Z]{2}\d{6}[0-9A-Z]{10}$/.test(code)) return false;
  const values = [...code].map((character) => CREDIT.indexOf(character));
  if (values.includes(-1)) return false;
  let sum = 0;
  let weight = 1;
  for (const value of values.slice(0, 17)) {
    sum += value * weight;
    weight = (weight * 3) % 31;
  }
  return values[17] === (31 - (sum % 31)) % 31;
}

export function isLei(code: string): boolean {
  if (!/^[0-9A-Z]{18}\d\d$/.test(code)) return false;
  const digits = [...code].map((character) => String(Number.parseInt(character, 36))).join('');
  return BigInt(digits) % 97n === 1n;
}

function demandCodes(state: ModelState, id: string, creditCode: string, lei: string): void {
  demand(creditCode === '' || isCreditCode(creditCode), 'ORGANIZATIONS_CREDIT_CODE_INVALID');
  demand(lei === '' || isLei(lei), 'ORGANIZATIONS_LEI_INVALID');
  for (const [kind, code] of [creditCode, lei].entries()) {
    const holder = state.codeHolders.get(pair(String(kind), code));
    demand(holder === undefined || holder === id, 'ORGANIZATIONS_CODE_TAKEN');
  }
}

function writeCodes(call: Call, id: string, creditCode: string, lei: string): void {
  const { state } = call;
  demandCodes(state, id, creditCode, lei);
  const before = state.codes.get(id);
  for (const [kind, code] of [before?.creditCode, before?.lei].entries()) {
    if (code !== undefined) state.codeHolders.remove(pair(String(kind), code));
  }
  for (const [kind, code] of [creditCode, lei].entries()) {
    if (code !== '') state.codeHolders.put(pair(String(kind), code), id);
  }
  state.codes.put(id, { creditCode, lei, tx: call.tx });
}

const setCodes: Execute = (call, params) => {
  const id = textOf(params, 'id');
  known(call.state, id);
  writeCodes(call, id, textOf(params, 'creditCode'), textOf(params, 'lei'));
  call.events.push('organizations.codes-set');
};

const MOST_DOCUMENTS = 64;

function attachDocument(call: Call, id: string, name: string, digest: Uint8Array): void {
  const { documents } = call.state;
  const own = [...documents.names()].filter((other) => other.startsWith(pair(id, '')));
  const place = pair(id, name);
  const isFull = own.length >= MOST_DOCUMENTS && !documents.has(place);
  demand(!isFull, 'ORGANIZATIONS_TOO_MANY_DOCUMENTS');
  documents.put(place, { attached: 1, digest, tx: call.tx });
}

const attach: Execute = (call, params) => {
  const id = textOf(params, 'id');
  known(call.state, id);
  attachDocument(call, id, textOf(params, 'name'), bytesIn(params, 'digest'));
  call.events.push('organizations.attached');
};

const detach: Execute = (call, params) => {
  const place = pair(textOf(params, 'id'), textOf(params, 'name'));
  const row = call.state.documents.get(place);
  if (row?.attached !== 1) return refuse('ORGANIZATIONS_DOCUMENT_UNKNOWN');
  call.state.documents.put(place, { ...row, attached: 0, tx: call.tx });
  call.events.push('organizations.detached');
};

const setQuota: Execute = ({ state, events }, params) => {
  const role = textOf(params, 'role');
  const [registrations, bytes] = [numberOf(params, 'registrations'), numberOf(params, 'bytes')];
  if (registrations === 0 && bytes === 0) state.quotas.remove(role);
  else state.quotas.put(role, { registrations, bytes });
  events.push('organizations.quota-set');
};

const MOST_APPLICATIONS = 256;
const APPLICATION_MS = 14 * DAY_MS;

const apply: Execute = (call, params) => {
  const { state, signers } = call;
  const { timeMs } = state.journal.moment;
  const id = textOf(params, 'id');
  const keys = recordsOf(params, 'keys');
  const [creditCode, lei] = [textOf(params, 'creditCode'), textOf(params, 'lei')];
  demand(!state.organizations.has(id), 'ORGANIZATIONS_ALREADY_ADMITTED');
  demandCodes(state, id, creditCode, lei);
  for (const given of keys) {
    const algorithm = textOf(given, 'algorithm') as SignatureAlgorithm;
    const publicKey = bytesIn(given, 'publicKey');
    demand(publicKeyIsAcceptable(algorithm, publicKey), 'ORGANIZATIONS_KEY_UNACCEPTABLE');
    demand(!state.keys.has(idOfKey(algorithm, publicKey)), 'ORGANIZATIONS_KEY_TAKEN');
  }
  const signer = signers[0]!.keyId;
  const earlier = state.applications.get(id);
  const isWaiting = earlier !== undefined && earlier.expiresMs > timeMs;
  demand(!isWaiting || earlier.keyId === signer, 'ORGANIZATIONS_APPLICATION_EXISTS');
  if (!isWaiting) makeRoom(state);
  for (const given of keys) demandProof(call, id, given);
  state.applications.put(id, {
    name: textOf(params, 'name'),
    roles: inRoleOrder(textsOf(params, 'roles')),
    keys: keys.map((given) => ({
      algorithm: textOf(given, 'algorithm'),
      publicKey: bytesIn(given, 'publicKey'),
    })),
    creditCode,
    lei,
    documents: recordsOf(params, 'documents').map((given) => ({
      name: textOf(given, 'name'),
      digest: bytesIn(given, 'digest'),
    })),
    statement: textOf(params, 'statement'),
    keyId: signer,
    tx: call.tx,
    expiresMs: timeMs + APPLICATION_MS,
  });
  call.events.push('organizations.applied');
};

function makeRoom(state: ModelState): void {
  for (const id of [...state.applications.names()]) {
    const { expiresMs } = state.applications.get(id)!;
    if (expiresMs <= state.journal.moment.timeMs) state.applications.remove(id);
  }
  demand(state.applications.size < MOST_APPLICATIONS, 'ORGANIZATIONS_TOO_MANY_APPLICATIONS');
}

function waiting(state: ModelState, id: string): ApplicationRow {
  const row = state.applications.get(id);
  if (row === undefined || row.expiresMs <= state.journal.moment.timeMs) {
    return refuse('ORGANIZATIONS_APPLICATION_UNKNOWN');
  }
  return row;
}

export const applicationHash = (row: ApplicationRow): string =>
  hexOf(sha256(encode(applicationValue(row))));

const admitApplicant: Execute = (call, params) => {
  const { state } = call;
  const id = textOf(params, 'id');
  const row = waiting(state, id);
  const isThis = applicationHash(row) === hexOf(bytesIn(params, 'application'));
  demand(isThis, 'ORGANIZATIONS_APPLICATION_CHANGED');
  demand(!state.organizations.has(id), 'ORGANIZATIONS_ALREADY_ADMITTED');
  found(call, id, row.name, textsOf(params, 'roles'));
  for (const key of row.keys) registerKey(call, id, { ...key });
  if (row.creditCode !== '' || row.lei !== '') writeCodes(call, id, row.creditCode, row.lei);
  for (const { name, digest } of row.documents) attachDocument(call, id, name, digest);
  state.applications.remove(id);
  call.events.push('organizations.admitted');
};

const decline: Execute = (call, params) => {
  const id = textOf(params, 'id');
  waiting(call.state, id);
  call.state.applications.remove(id);
  call.events.push('organizations.declined');
};

export const ORGANIZATION_ACTIONS: Readonly<Record<string, Execute>> = {
  'organizations.admit': admit,
  'organizations.suspend': suspend,
  'organizations.reinstate': reinstate,
  'organizations.set-roles': setRoles,
  'organizations.add-key': addKey,
  'organizations.revoke-key': revokeKey,
  'organizations.apply': apply,
  'organizations.admit-applicant': admitApplicant,
  'organizations.decline': decline,
  'organizations.suspend-urgently': suspendUrgently,
  'organizations.leave': leave,
  'organizations.rotate-key': rotateKey,
  'organizations.set-recovery': setRecovery,
  'organizations.recover': recover,
  'organizations.set-codes': setCodes,
  'organizations.attach': attach,
  'organizations.detach': detach,
  'organizations.set-quota': setQuota,
};

/** Signed by as many recovery keys as the organization has said. */
function isSignedForRecovery({ state, signers }: Call, id: string): boolean {
  const threshold = state.thresholds.get(id) ?? 0;
  const signed = signers.filter(({ keyId: name }) => {
    const row = state.keys.get(name);
    return row?.organization === id && row.status === 2;
  });
  return threshold > 0 && signed.length >= threshold;
}

/** Whether the author may do a governed action by itself. */
export function isOwn(call: Call, type: string, params: Params): boolean {
  const isAuthor = call.author === params['id'];
  switch (type) {
    case 'organizations.revoke-key':
    case 'organizations.leave':
    case 'organizations.attach':
    case 'organizations.detach':
      return isAuthor;
    case 'organizations.recover':
      return isSignedForRecovery(call, textOf(params, 'id'));
    case 'organizations.set-recovery': {
      const id = textOf(params, 'id');
      const hasNone = (call.state.thresholds.get(id) ?? 0) === 0;
      return isAuthor && (hasNone || isSignedForRecovery(call, id));
    }
    default:
      return false;
  }
}
