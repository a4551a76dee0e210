import { encode } from '@touchmark/codec';
import { publicKeyIsAcceptable, sha256 } from '@touchmark/crypto';
import type { SignatureAlgorithm } from '@touchmark/crypto';
import { hexOf } from './bytes.ts';
import { bytesIn, recordsOf, textOf, textsOf } from './call.ts';
import type { Execute } from './call.ts';
import { attachDocument, demandCodes, writeCodes } from './documents.ts';
import { demandProof, idOfKey, registerKey } from './keys.ts';
import { found, inRoleOrder } from './membership.ts';
import { demand, refuse } from './refused.ts';
import { applicationValue } from './state.ts';
import type { ModelState } from './state.ts';
import type { ApplicationRow } from './rows.ts';

/** Those who ask to be admitted: section 6 of spec/ledger.md. */

const DAY_MS = 86_400_000;
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
  const { keyId: signer, organization: sponsor } = signers[0]!;
  demandPlace(state, id, signer, sponsor);
  makeRoom(state, id, sponsor);
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
    sponsor,
    tx: call.tx,
    expiresMs: timeMs + APPLICATION_MS,
  });
  call.events.push('organizations.applied');
};

/** Somebody else's application gives way to one that an organization vouches for, if to any. */
function demandPlace(state: ModelState, id: string, signer: string, sponsor: string): void {
  const earlier = state.applications.get(id);
  if (earlier === undefined || earlier.expiresMs <= state.journal.moment.timeMs) return;
  const isOutvouched = earlier.sponsor === '' && sponsor !== '';
  const isSameSponsor = earlier.sponsor === sponsor && sponsor !== '';
  const may = earlier.keyId === signer || isOutvouched || isSameSponsor;
  demand(may, 'ORGANIZATIONS_APPLICATION_EXISTS');
}

const MOST_WITHOUT_SPONSOR = 64;
const MOST_OF_SPONSOR = 8;

function makeRoom(state: ModelState, id: string, sponsor: string): void {
  const { applications, journal } = state;
  for (const name of applications.names()) {
    if (applications.get(name)!.expiresMs <= journal.moment.timeMs) applications.remove(name);
  }
  const others = applications.names().filter((name) => name !== id);
  demand(others.length < MOST_APPLICATIONS, 'ORGANIZATIONS_TOO_MANY_APPLICATIONS');
  const alike = others.filter((name) => applications.get(name)!.sponsor === sponsor);
  if (sponsor === '') demand(alike.length < MOST_WITHOUT_SPONSOR, 'ORGANIZATIONS_SPONSOR_NEEDED');
  else demand(alike.length < MOST_OF_SPONSOR, 'ORGANIZATIONS_TOO_MANY_SPONSORED');
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

export const APPLICATION_ACTIONS: Readonly<Record<string, Execute>> = {
  'organizations.apply': apply,
  'organizations.admit-applicant': admitApplicant,
  'organizations.decline': decline,
};
