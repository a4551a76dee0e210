import { CborReader } from '@touchmark/codec';
import { SIGNATURE_ALGORITHMS } from '@touchmark/crypto';
import type { SignatureAlgorithm } from '@touchmark/crypto';
import { isInScope } from '../../kernel/scope.ts';
import { StateFormatError } from '../../kernel/state-format-error.ts';
import { writeCbor } from '../../kernel/write-cbor.ts';
import { KEY_STATUSES } from './keys.ts';
import type { KeyStatus } from './keys.ts';

export interface OrganizationKey {
  readonly status: KeyStatus;
  readonly organization: string;
  readonly algorithm: SignatureAlgorithm;
  readonly publicKey: Uint8Array;
  /** The transaction that made this version; null: the genesis file. */
  readonly transactionId: Uint8Array | null;
  /** Why it is revoked. */
  readonly reason: string | null;
  /** The organization's own words for it; may be empty. */
  readonly label: string;
  /** Classes of actions that it may sign; none: all. */
  readonly scopes: readonly string[];
  /** It signs from this time on, in milliseconds since 1970. */
  readonly notBeforeMs: number;
  /** It signs no more from this time on; 0: it has no end. */
  readonly notAfterMs: number;
}

/**
 * `[status, organization, algorithm, public key, transaction id, reason, label, scopes, not before,
 * not after]`: the body of the entry's envelope.
 */
export function encodeOrganizationKey(key: OrganizationKey): Uint8Array {
  return writeCbor((writer) => {
    writer.array(10).uint(KEY_STATUSES.indexOf(key.status));
    writer.text(key.organization).text(key.algorithm).bytes(key.publicKey);
    if (key.transactionId === null) writer.null();
    else writer.bytes(key.transactionId);
    if (key.reason === null) writer.null();
    else writer.text(key.reason);
    writer.text(key.label).array(key.scopes.length);
    for (const scope of key.scopes) writer.text(scope);
    writer.uint(key.notBeforeMs).uint(key.notAfterMs);
  });
}

export function decodeOrganizationKey(body: Uint8Array): OrganizationKey {
  const reader = new CborReader(body);
  if (reader.array() !== 10) throw new StateFormatError('a key');
  const status = KEY_STATUSES[reader.uint()];
  const organization = reader.text();
  const name = reader.text();
  const algorithm = SIGNATURE_ALGORITHMS.find((known) => known === name);
  if (status === undefined || algorithm === undefined) throw new StateFormatError('a key');
  const publicKey = reader.bytes();
  const transactionId = reader.peek() === 'null' ? reader.null() : reader.bytes();
  const reason = reader.peek() === 'null' ? reader.null() : reader.text();
  const label = reader.text();
  const scopes: string[] = [];
  for (let left = reader.array(); left > 0; left -= 1) scopes.push(reader.text());
  const notBeforeMs = reader.uint();
  const notAfterMs = reader.uint();
  reader.end();
  const limits = { label, scopes, notBeforeMs, notAfterMs };
  return { status, organization, algorithm, publicKey, transactionId, reason, ...limits };
}

/** What the time says about a key that is not revoked. */
export function validityOf(
  { notBeforeMs, notAfterMs }: Pick<OrganizationKey, 'notBeforeMs' | 'notAfterMs'>,
  timeMs: number,
): 'active' | 'early' | 'expired' {
  // One that was replaced before it began has ended, and never begins.
  if (notAfterMs !== 0 && timeMs >= notAfterMs) return 'expired';
  return timeMs < notBeforeMs ? 'early' : 'active';
}

/** What bounds a key that signs: no scopes and no end are no bounds. */
export type Bounds = Pick<OrganizationKey, 'scopes' | 'notAfterMs'>;

/** A whole key may sign everything, for good. Every active organization has one. */
export function isWhole({ scopes, notAfterMs }: Bounds): boolean {
  return scopes.length === 0 && notAfterMs === 0;
}

/** True if a key with these bounds may do all that another may, and for as long. */
export function covers(own: Bounds, other: Bounds): boolean {
  const isBounded = own.notAfterMs !== 0;
  if (isBounded && (other.notAfterMs === 0 || other.notAfterMs > own.notAfterMs)) return false;
  if (own.scopes.length === 0) return true;
  return other.scopes.length > 0 && other.scopes.every((scope) => isInScope(own.scopes, scope));
}
