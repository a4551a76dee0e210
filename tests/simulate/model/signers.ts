import type { DecodedTransaction } from '@touchmark/codec';
import type { SignatureAlgorithm } from '@touchmark/crypto';
import { hexOf } from './bytes.ts';
import { bytesIn, recordsOf, textOf } from './call.ts';
import type { Signer, Verify } from './call.ts';
import { idOfKey, isWhole } from './keys.ts';
import { tryParams } from './params.ts';
import type { Params } from './params.ts';
import { demand, refuse } from './refused.ts';
import { pair } from './state.ts';
import type { KeyRow } from './rows.ts';
import type { ModelState } from './state.ts';

/** Whether a transaction may be executed at all: rules 3 to 8 of section 3 of spec/ledger.md. */

const EXPIRY_WINDOW_MS = 86_400_000;
const RECOVERY_SCOPES = ['organizations.recover', 'organizations.set-recovery'];

/** The signers and whose they are; throws Refused. */
export function admitTransaction(
  state: ModelState,
  chainId: string,
  transaction: DecodedTransaction,
  verify: Verify,
): Signer[] {
  const { content, id } = transaction;
  const { timeMs } = state.journal.moment;
  demand(content.chainId === chainId, 'TRANSACTION_WRONG_CHAIN');
  demand(content.expiresAtMs > timeMs, 'TRANSACTION_EXPIRED');
  demand(content.expiresAtMs <= timeMs + EXPIRY_WINDOW_MS, 'TRANSACTION_EXPIRY_TOO_FAR');
  const isDecided = state.recent.has(pair(String(content.expiresAtMs), hexOf(id)));
  demand(!isDecided, 'TRANSACTION_REPLAYED');
  const keys = transaction.signatures.map(({ keyId, algorithm }) => {
    const name = hexOf(keyId);
    const row = state.keys.get(name) ?? broughtKey(transaction, name);
    demandSigning(state, transaction, row);
    demand(row.algorithm === algorithm, 'SIGNER_ALGORITHM_MISMATCH');
    return { name, row };
  });
  for (const [place, { row }] of keys.entries()) {
    const { message, signature } = transaction.signatures[place]!;
    const algorithm = row.algorithm as SignatureAlgorithm;
    demand(verify(algorithm, row.publicKey, message, signature), 'SIGNATURE_INVALID');
  }
  return keys.map(({ name, row }) => ({ keyId: name, organization: row.organization }));
}

type Known = Pick<
  KeyRow,
  'status' | 'organization' | 'algorithm' | 'publicKey' | 'scopes' | 'notBeforeMs' | 'notAfterMs'
>;

/** What a stranger may sign with: a key that it applies with, or that of a validator. */
function keysIn(type: string, params: Params): Pick<Known, 'algorithm' | 'publicKey'>[] {
  if (type === 'governance.claim-signer') {
    return [{ algorithm: 'ed25519', publicKey: bytesIn(params, 'publicKey') }];
  }
  if (type !== 'organizations.apply') return [];
  return recordsOf(params, 'keys').map((key) => ({
    algorithm: textOf(key, 'algorithm'),
    publicKey: bytesIn(key, 'publicKey'),
  }));
}

/** The key that a stranger brings. */
function broughtKey({ content }: DecodedTransaction, name: string): Known {
  const [action] = content.actions;
  if (content.signers.length !== 1 || content.actions.length !== 1) return refuse('SIGNER_UNKNOWN');
  const { type, params: bytes } = action!;
  const params = tryParams(type, bytes);
  const brought = params === undefined ? [] : keysIn(type, params);
  const given = brought.find((key) => idOfKey(key.algorithm, key.publicKey) === name);
  if (given === undefined) return refuse('SIGNER_UNKNOWN');
  return {
    status: 0,
    organization: '',
    ...given,
    scopes: [],
    notBeforeMs: 0,
    notAfterMs: 0,
  };
}

function demandSigning(state: ModelState, { content }: DecodedTransaction, row: Known): void {
  const { timeMs } = state.journal.moment;
  demand(row.status !== 1, 'SIGNER_KEY_REVOKED');
  demand(row.notAfterMs === 0 || timeMs < row.notAfterMs, 'SIGNER_KEY_EXPIRED');
  demand(timeMs >= row.notBeforeMs, 'SIGNER_KEY_NOT_YET_VALID');
  const standing = state.organizations.get(row.organization)?.status;
  demand(standing !== 1, 'SIGNER_ORGANIZATION_SUSPENDED');
  demand(standing !== 2, 'SIGNER_ORGANIZATION_LEFT');
  const isRecovery = row.status === 2;
  const scopes = isRecovery ? RECOVERY_SCOPES : row.scopes;
  const types = content.actions.flatMap(({ type, params }) => typesOf(type, params));
  const isAllowed = scopes.length === 0 || types.every((type) => isInScope(scopes, type));
  // What sets an organization's keys anew is done by a key without bounds.
  const isEnough = isRecovery || isWhole(row) || !types.some((of) => RECOVERY_SCOPES.includes(of));
  demand(isAllowed && isEnough, 'SIGNER_KEY_OUT_OF_SCOPE');
}

/** What a key must be allowed to sign in order to sign this. */
function typesOf(type: string, bytes: Uint8Array): string[] {
  const params = type === 'governance.propose' ? tryParams(type, bytes) : undefined;
  if (params === undefined) return [type];
  const votes = textOf(params, 'vote') === 'yes' ? ['governance.vote'] : [];
  return [type, ...votes, ...recordsOf(params, 'actions').map((action) => textOf(action, 'type'))];
}

function isInScope(scopes: readonly string[], type: string): boolean {
  return scopes.includes(type) || scopes.includes(`${type.split('.')[0]}.*`);
}
