import { keyProofMessage } from '@touchmark/codec';
import { keyId, publicKeyIsAcceptable } from '@touchmark/crypto';
import type { SignatureAlgorithm } from '@touchmark/crypto';
import { hexOf, inOrder } from './bytes.ts';
import { bytesIn, numberOf, recordsOf, textOf, textsOf } from './call.ts';
import type { Call, Execute } from './call.ts';
import { known } from './membership.ts';
import type { Params } from './params.ts';
import { demand, refuse } from './refused.ts';
import { pair } from './state.ts';
import type { ModelState } from './state.ts';
import type { KeyRow } from './rows.ts';

/** Keys of organizations: section 6 of spec/ledger.md. */

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

export function registerKey(
  call: Call,
  organization: string,
  given: Params,
  terms: NewKey = {},
): void {
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
export function demandProof(call: Call, organization: string, given: Params): void {
  const { checks, chainId, verify } = call;
  demand(checks.own > 0, 'TRANSACTION_SIGNATURES_EXCEEDED');
  checks.own -= 1;
  const { block } = checks;
  const isStranger = call.author === '';
  demand(block.left > 0 && (!isStranger || block.ofStrangers > 0), 'BLOCK_FULL');
  block.left -= 1;
  if (isStranger) block.ofStrangers -= 1;
  const algorithm = textOf(given, 'algorithm') as SignatureAlgorithm;
  const publicKey = bytesIn(given, 'publicKey');
  const message = keyProofMessage({ chainId, organization }, { algorithm, publicKey });
  const holds = verify(algorithm, publicKey, message, bytesIn(given, 'proof'));
  demand(holds, 'ORGANIZATIONS_KEY_UNPROVEN');
}

export const keysOf = (state: ModelState, organization: string, status: number): string[] =>
  state.keys
    .names()
    .filter((name) => {
      const row = state.keys.get(name);
      return row?.organization === organization && row.status === status;
    })
    .toSorted(inOrder);

export const signsAt = (row: KeyRow, timeMs: number): boolean =>
  row.status === 0 &&
  row.notBeforeMs <= timeMs &&
  (row.notAfterMs === 0 || timeMs < row.notAfterMs);

const MOST_KEYS = 32;

type Bounds = Pick<KeyRow, 'scopes' | 'notAfterMs'>;

export const isWhole = ({ scopes, notAfterMs }: Bounds): boolean =>
  scopes.length === 0 && notAfterMs === 0;

/** Whether a key may do all that another may, as long as that may. */
function covers(key: Bounds, other: Bounds): boolean {
  const isAsLong =
    key.notAfterMs === 0 || (other.notAfterMs !== 0 && other.notAfterMs <= key.notAfterMs);
  const isWithin = (scope: string): boolean =>
    key.scopes.includes(scope) || key.scopes.includes(`${scope.split('.')[0]}.*`);
  const isAsWide =
    key.scopes.length === 0 || (other.scopes.length > 0 && other.scopes.every(isWithin));
  return isAsLong && isAsWide;
}

/** One of the signers has an active key of the organization that may do as much. */
function demandCovered({ state, signers }: Call, id: string, key: Bounds): void {
  const isCovered = signers.some(({ keyId: name }) => {
    const row = state.keys.get(name);
    return row?.organization === id && row.status === 0 && covers(row, key);
  });
  demand(isCovered, 'ORGANIZATIONS_KEY_BEYOND_SIGNER');
}

const addKey: Execute = (call, params) => {
  const id = textOf(params, 'id');
  demand(call.author === id, 'ORGANIZATIONS_NOT_ITSELF');
  demand(keysOf(call.state, id, 0).length < MOST_KEYS, 'ORGANIZATIONS_TOO_MANY_KEYS');
  const scopes = textsOf(params, 'scopes');
  const notAfterMs = numberOf(params, 'notAfterMs');
  demandCovered(call, id, { scopes, notAfterMs });
  const notBeforeMs = numberOf(params, 'notBeforeMs');
  registerKey(call, id, params, {
    label: textOf(params, 'label'),
    scopes,
    notBeforeMs,
    notAfterMs,
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
  demandCovered(call, id, row);
  const isOver = row.notAfterMs !== 0 && state.journal.moment.timeMs >= row.notAfterMs;
  demand(!isOver, 'ORGANIZATIONS_KEY_ENDED');
  demand(keysOf(state, id, 0).length < MOST_KEYS, 'ORGANIZATIONS_TOO_MANY_KEYS');
  const { label, scopes } = row;
  registerKey(call, id, params, { label, scopes, notAfterMs: row.notAfterMs });
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
  if (call.author === id && !call.isDecision) demandCovered(call, id, row);
  const { timeMs } = state.journal.moment;
  const others = keysOf(state, id, 0).filter((other) => other !== name);
  const isAnotherLeft = others.some((other) => {
    const key = state.keys.get(other)!;
    return isWhole(key) && signsAt(key, timeMs);
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

/** Signed by as many recovery keys as the organization has said. */
export function isSignedForRecovery({ state, signers }: Call, id: string): boolean {
  const threshold = state.thresholds.get(id) ?? 0;
  const signed = signers.filter(({ keyId: name }) => {
    const row = state.keys.get(name);
    return row?.organization === id && row.status === 2;
  });
  return threshold > 0 && signed.length >= threshold;
}

export const KEY_ACTIONS: Readonly<Record<string, Execute>> = {
  'organizations.add-key': addKey,
  'organizations.rotate-key': rotateKey,
  'organizations.revoke-key': revokeKey,
  'organizations.set-recovery': setRecovery,
  'organizations.recover': recover,
};
