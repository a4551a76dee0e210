import { bytesIn, textOf } from './call.ts';
import type { Call, Execute } from './call.ts';
import { known } from './membership.ts';
import { demand, refuse } from './refused.ts';
import { pair } from './state.ts';
import type { ModelState } from './state.ts';

/** Codes of registers, and documents: section 6 of spec/ledger.md. */

const CREDIT = '0123456789ABCDEFGHJKLMNPQRTUWXY';

export function isCreditCode(code: string): boolean {
  if (!/^[0-9A-Z]{2}\d{6}[0-9A-Z]{10}$/.test(code)) return false;
  const values = Array.from(code, (character) => CREDIT.indexOf(character));
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
  const digits = Array.from(code, (character) => String(Number.parseInt(character, 36))).join('');
  return BigInt(digits) % 97n === 1n;
}

export function demandCodes(state: ModelState, id: string, creditCode: string, lei: string): void {
  demand(creditCode === '' || isCreditCode(creditCode), 'ORGANIZATIONS_CREDIT_CODE_INVALID');
  demand(lei === '' || isLei(lei), 'ORGANIZATIONS_LEI_INVALID');
  for (const [kind, code] of [creditCode, lei].entries()) {
    const holder = state.codeHolders.get(pair(String(kind), code));
    demand(holder === undefined || holder === id, 'ORGANIZATIONS_CODE_TAKEN');
  }
}

export function writeCodes(call: Call, id: string, creditCode: string, lei: string): void {
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

export function attachDocument(call: Call, id: string, name: string, digest: Uint8Array): void {
  const { documents } = call.state;
  const own = documents.names().filter((other) => other.startsWith(pair(id, '')));
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

export const DOCUMENT_ACTIONS: Readonly<Record<string, Execute>> = {
  'organizations.set-codes': setCodes,
  'organizations.attach': attach,
  'organizations.detach': detach,
};
