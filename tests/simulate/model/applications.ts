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
  for (const id of state.applications.names()) {
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

export const APPLICATION_ACTIONS: Readonly<Record<string, Execute>> = {
  'organizations.apply': apply,
  'organizations.admit-applicant': admitApplicant,
  'organizations.decline': decline,
};
